import { defineConfig } from '@playwright/test'
import { common } from './kit/browser.ts'

export default defineConfig({
  ...common,
  outputDir: 'results',
  reporter: [['list'], ['junit', { outputFile: process.env.JUNIT ?? 'results/junit.xml' }]],
  projects: [
    { name: 'web', testDir: 'web' },
    { name: 'desk', testDir: 'desk' },
    { name: 'mini', testDir: 'mini' }, // tests up to here; what stands further below measures and shows
    { name: 'city', testMatch: ['city/*.spec.ts', 'desk/{grids,mapeditor,exports}.spec.ts'] }, // over the whole city, which takes a minute to make
    { name: 'sizes', testMatch: 'measure/sizes.ts' },
    { name: 'scale', testMatch: 'measure/scale.ts' },
    { name: 'lighthouse', testMatch: 'measure/lighthouse.ts', timeout: 600_000 },
    { name: 'picture', testMatch: 'measure/picture.ts' },
    { name: 'desk-screenshots', testMatch: 'measure/desk.ts', timeout: 600_000, use: { trace: 'off' } },
    { name: 'screenshots', testMatch: 'measure/screenshots.ts', timeout: 600_000, use: { trace: 'off' } },
  ],
})
