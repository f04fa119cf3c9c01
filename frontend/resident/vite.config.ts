import { fileURLToPath } from 'node:url'
import uniPlugin from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

// The plugin is CommonJS: an ES module sees its default export one level deeper.
const uni = (uniPlugin as unknown as { default: typeof uniPlugin }).default ?? uniPlugin
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  base: './',
  plugins: [uni()],
  build: { target: 'es2017' },
  resolve: { alias: { '@core': at('../core'), '@kit': at('./src/kit'), '@app': at('./src/app') } },
  server: { proxy: { '/api': process.env.API_ORIGIN ?? 'http://127.0.0.1:8080' } },
  cacheDir: process.env.VITE_CACHE ?? 'node_modules/.vite',
})
