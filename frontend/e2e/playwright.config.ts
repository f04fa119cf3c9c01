import { defineConfig } from '@playwright/test'
import { common } from './kit/browser.ts'

export default defineConfig({
  ...common,
  testDir: 'web',
  outputDir: 'results',
  reporter: [['list'], ['junit', { outputFile: process.env.JUNIT ?? 'results/junit.xml' }]],
})
