import { defineConfig } from '@playwright/test'
import { common } from './kit/browser.ts'

export default defineConfig({
  ...common,
  outputDir: 'results',
  reporter: [['list'], ['junit', { outputFile: process.env.JUNIT ?? 'results/junit.xml' }]],
  projects: [
    { name: 'web', testDir: 'web', testIgnore: 'access.spec.ts' }, // part of make test; what stands below has commands of its own
    { name: 'mini', testDir: 'mini' },
    { name: 'access', testMatch: 'web/access.spec.ts' },
    { name: 'sizes', testMatch: 'measure/sizes.ts' },
    { name: 'lighthouse', testMatch: 'measure/lighthouse.ts', timeout: 600_000 },
    { name: 'screenshots', testMatch: 'measure/screenshots.ts', timeout: 600_000, use: { trace: 'off' } },
  ],
})
