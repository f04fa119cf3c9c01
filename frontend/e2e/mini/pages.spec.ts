import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'

const built = resolve(import.meta.dirname, '../../resident/dist/build/mp-weixin')

interface App { pages: string[]; subPackages?: { root: string; pages: string[] }[] }

test('every page of the mini-program is built whole', () => {
  const app = JSON.parse(readFileSync(join(built, 'app.json'), 'utf8')) as App
  const pages = [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]
  const missing = pages.flatMap((page) => ['js', 'json', 'wxml'].map((ending) => `${page}.${ending}`)).filter((file) => !existsSync(join(built, file)))
  expect(pages.length).toBeGreaterThan(20)
  expect(missing).toEqual([])
})
