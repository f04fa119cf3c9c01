import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import uniPlugin from '@dcloudio/vite-plugin-uni'
import { defineConfig, type Plugin } from 'vite'

// The plugin is CommonJS: an ES module sees its default export one level deeper.
const uni = (uniPlugin as unknown as { default: typeof uniPlugin }).default ?? uniPlugin
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface Pages { pages: { path: string }[]; subPackages: { root: string; pages: { path: string }[] }[] }
const listed = JSON.parse(readFileSync(at('./src/pages.json'), 'utf8')) as Pages
const pages = [...listed.pages, ...listed.subPackages.flatMap(({ root, pages }) => pages.map(({ path }) => ({ path: `${root}/${path}` })))]
  .map(({ path }) => at(`./src/${path}.vue`))

// In a mini-program, components share their styles and stand without a host of their own, as they do in a browser.
const asInBrowsers: Plugin = {
  name: 'as-in-browsers',
  enforce: 'pre',
  transform: (code, id) => (process.env.UNI_PLATFORM === 'mp-weixin' && id.endsWith('.vue') && !pages.includes(id)
    ? code.replace('<script setup lang="ts">', "$&\ndefineOptions({ options: { styleIsolation: 'shared', virtualHost: true } })")
    : undefined),
}

export default defineConfig({
  base: './',
  plugins: [asInBrowsers, uni()],
  build: { target: 'es2017' },
  resolve: { alias: { '@core': at('../core'), '@kit': at('./src/kit'), '@app': at('./src/app') } },
  server: { proxy: { '/api': process.env.API_ORIGIN ?? 'http://127.0.0.1:8080' } },
  cacheDir: process.env.VITE_CACHE ?? 'node_modules/.vite',
})
