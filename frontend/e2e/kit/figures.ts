import type { FullResult, Reporter, TestCase, TestResult } from '@playwright/test/reporter'
import { expect } from './test.ts'

/** figure prints a measured value against its bar, and fails where it falls short. */
export function figure(name: string, value: number, bar: number, better: 'less' | 'more', unit = ''): void {
  const holds = better === 'less' ? value <= bar : value >= bar
  console.log(`${name} ${value}${unit} ${bar}${unit} ${holds ? 'holds' : 'falls short'}`)
  expect.soft(holds, `${name}: ${value} against ${bar}`).toBe(true)
}

/** Figures prints the figures alone, and what broke. */
export default class Figures implements Reporter {
  onStdOut(text: string | Buffer): void {
    process.stdout.write(text)
  }

  onTestEnd(test: TestCase, { errors }: TestResult): void {
    for (const { message } of errors) if (!message?.includes(' against ')) console.error(`${test.title}: ${message}`)
  }

  onError({ message }: { message?: string }): void {
    console.error(message)
  }

  onEnd({ status }: FullResult): void {
    if (status !== 'passed' && status !== 'failed') console.error(status)
  }
}
