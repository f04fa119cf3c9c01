import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { as, guest, phoneOf, town } from '../kit/people.ts'

const program = resolve(import.meta.dirname, 'visit.cjs')
const built = resolve(import.meta.dirname, '../../resident/dist/build/mp-weixin')
const compilers = resolve(import.meta.dirname, '../node_modules/miniprogram-compiler/bin/linux')
const person = `mini-${Date.now()}` // a WeChat user whom the server does not know yet

interface Told { found: unknown; storage: Record<string, string> }

let build: string // outside of every package that says what a .js file is
let storage: Record<string, string> = {} // of the phone, from visit to visit

test.beforeAll(() => {
  for (const name of readdirSync(compilers)) chmodSync(join(compilers, name), 0o755) // the package brings them without
  build = mkdtempSync(join(tmpdir(), 'delinli-mini-'))
  cpSync(built, build, { recursive: true })
})
test.afterAll(() => rmSync(build, { recursive: true }))

/** visit plays one page in a process of its own, and takes over what the page kept on the phone. */
function visit(name: string, given: object = {}, url = town().url): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, name])
    let out = ''
    let errors = ''
    child.stdout.on('data', (piece) => { out += piece })
    child.stderr.on('data', (piece) => { errors += piece })
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(errors))
      const told = JSON.parse(out.trim().split('\n').at(-1)!) as Told
      storage = told.storage
      resolve(told.found)
    })
    child.stdin.end(JSON.stringify({ build, url, storage, ...given }))
  })
}

test('the loop of a resident on the compiled mini-program, over the real server', async () => {
  const title = `想借一把梯子 ${Date.now() % 100_000}`
  const wall = await guest()('get', '/wishes', {})
  let id = ''

  await test.step('logs in by WeChat', async () => {
    expect(await visit('login', { phone: phoneOf('uncle'), login: `code-${person}` })).toBe('/features/home/home')
    expect(storage.token).toBeTruthy()
  })
  await test.step('finds the ways in at home', () => visit('home', { says: ['许个心愿', '点单', '提诉求'] }))
  await test.step('reads the wall', () => visit('wall', { says: [wall.items[0].public_title] }))
  await test.step('finds what stands near, and who is there in the grid', async () => {
    await visit('near', { says: ['康成北门驿站', '全部'] })
    await visit('grid', { says: ['康成社区第二网格', '李网格联络员', '请他们帮忙'] })
  })
  await test.step('places a wish', async () => {
    const { status, url } = await visit('place', { query: { kind: 'wish' }, title }) as { status: number; url: string }
    expect(status).toBe(201)
    id = /id=([\w-]+)/.exec(url)![1]
  })
  await test.step('follows the order', async () => {
    await visit('order', { query: { id }, says: [title, '待审'] })
    await as('desk')('post', '/orders/{id}/publish', { path: { id }, body: { public_title: '想借一把梯子' }, key: `publish-${id}` })
    await as('helper')('post', '/orders/{id}/claim', { path: { id }, body: {}, key: `claim-${id}` })
    await visit('order', { query: { id }, says: [title, '已接单'] })
  })
  await test.step('rates it', async () => {
    const { sign_in_code } = await as('uncle')('get', '/orders/{id}', { path: { id } })
    await as('helper')('post', '/orders/{id}/sign-in', { path: { id }, body: { code: sign_in_code }, key: `sign-in-${id}` })
    await as('helper')('post', '/orders/{id}/finish', { path: { id }, body: { result: '梯子已送到' }, key: `finish-${id}` })
    expect(await visit('rate', { query: { id } })).toBe(200)
    await visit('order', { query: { id }, says: ['已评价'] })
  })
})

test('control: without the server, nothing of this can be seen', async () => {
  const wall = await guest()('get', '/wishes', {})
  await expect(visit('wall', { says: [wall.items[0].public_title] }, 'http://127.0.0.1:9')).rejects.toThrow(/is not on features\/wishes\/wall/)
})
