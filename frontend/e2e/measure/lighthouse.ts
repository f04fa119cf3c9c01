import { createServer, type AddressInfo } from 'node:net'
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { flags, program } from '../kit/browser.ts'
import { figure } from '../kit/figures.ts'
import { queryOf } from '../kit/screens.ts'
import { address, test } from '../kit/test.ts'

const rounds = 3
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => found(port))
    })
  })
}

interface Round { performance: number; accessibility: number; lcp: number }

/** audit visits a page once, as a phone on a slow network that never came before. */
async function audit(url: string): Promise<Round> {
  const port = await freePort()
  const browser = await chromium.launch({ executablePath: program, args: [...flags, `--remote-debugging-port=${port}`] })
  try {
    const run = await lighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'error' })
    const { categories, audits } = run!.lhr
    return {
      performance: Math.round(categories.performance.score! * 100),
      accessibility: Math.round(categories.accessibility.score! * 100),
      lcp: Math.round(audits['largest-contentful-paint'].numericValue! / 10) / 100,
    }
  } finally {
    await browser.close()
  }
}

for (const [name, screen] of [['home', 'home/home'], ['wall', 'wishes/wall'], ['item', 'menu/item']]) {
  test(name, async () => {
    const found: Round[] = []
    for (let round = 0; round < rounds; round++) found.push(await audit(address(screen, await queryOf(screen))))
    figure(`${name}_performance`, median(found.map((one) => one.performance)), 95, 'more')
    figure(`${name}_accessibility`, median(found.map((one) => one.accessibility)), 100, 'more')
    figure(`${name}_lcp_s`, median(found.map((one) => one.lcp)), 2.0, 'less')
  })
}
