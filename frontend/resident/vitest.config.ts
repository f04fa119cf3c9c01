import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Core has no packages of its own, so its tests run here.
export default defineConfig({
  root: at('..'),
  resolve: { alias: { '@core': at('../core'), '@kit': at('./src/kit'), '@app': at('./src/app') } },
  server: { fs: { allow: [at('..')] } },
  test: { include: ['core/**/*.test.ts', 'resident/src/**/*.test.ts'] },
})
