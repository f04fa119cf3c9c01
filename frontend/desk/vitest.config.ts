import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  resolve: { alias: { '@core': at('../core'), '@kit': at('./src/kit'), '@app': at('./src/app') } },
  test: { include: ['src/**/*.test.ts'] },
})
