import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  base: './',
  plugins: [vue(), components({ dts: 'src/components.d.ts', dirs: ['src/kit'], resolvers: [ElementPlusResolver()] })],
  resolve: { alias: { '@core': at('../core'), '@kit': at('./src/kit'), '@app': at('./src/app') } },
  build: { target: 'es2020', cssTarget: 'chrome80', modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1_200 },
  server: { proxy: { '/api': process.env.API_ORIGIN ?? 'http://127.0.0.1:8080' } },
})
