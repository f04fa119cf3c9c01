import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loginAll } from './people.ts'

const root = resolve(import.meta.dirname, '../../..')
const binary = process.env.DELINLI ?? join(root, 'bin/delinli')
const weChat = join(root, 'bin/wechat')
const patience = 120_000 // ms until the town stands
const orders = process.env.ORDERS // how many the town has beside those of the demo
const city = !!process.env.CITY // the whole city stands around the demo town

/** Town is one running program with the demo town in a folder of its own. */
export interface Town {
  url: string
  data: string
  stop(): Promise<void>
}

/** startWeChat starts the stand-in for WeChat and gives its address. */
async function startWeChat(): Promise<{ url: string; stop(): Promise<void> }> {
  const program = spawn(weChat, ['-listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((told, failed) => {
    program.once('error', failed)
    program.once('exit', (code) => failed(new Error(`${weChat} ended with ${code}`)))
    program.stdout.once('data', (line) => told(String(line).trim()))
  })
  return { url, stop: () => end(program, 'SIGINT') }
}

/** startTown starts the real program on a free port, with the stand-in for WeChat behind it, and waits until it is ready. */
export async function startTown(): Promise<Town> {
  const data = mkdtempSync(join(tmpdir(), 'delinli-e2e-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const behind = await startWeChat()
  const log = openSync(join(data, 'log'), 'w')
  const env = {
    ...process.env, APP_ENV: 'development', LISTEN: new URL(url).host, PUBLIC_URL: url, DATA_DIR: data, DATABASE_URL: '', DATABASE_OWNER_URL: '',
    WECHAT_API: behind.url, WECHAT_APP_ID: 'wx-test', WECHAT_APP_SECRET: 'a secret of no mini-program', WECHAT_TEMPLATE: 'news',
  }
  if (city) execFileSync(binary, ['demo', '--city'], { stdio: ['ignore', log, log], env })
  if (orders) execFileSync(binary, ['demo', '--orders', orders], { stdio: ['ignore', log, log], env })
  const program = spawn(binary, city ? ['serve'] : ['serve', '--demo'], { stdio: ['ignore', log, log], env })
  closeSync(log)
  const stop = () => end(program).then(behind.stop).then(() => rmSync(data, { recursive: true, force: true }))
  try {
    await ready(url, program)
  } catch (error) {
    const told = readFileSync(join(data, 'log'), 'utf8')
    await stop()
    throw new Error(`${error}\n${told}`)
  }
  return { url, data, stop }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

async function ready(url: string, program: ChildProcess): Promise<void> {
  let failed: Error | undefined
  program.once('error', (error) => { failed = error })
  for (const began = Date.now(); Date.now() - began < patience;) {
    if (failed ?? program.exitCode !== null) throw failed ?? new Error(`the program ended with ${program.exitCode}`)
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    if (reply?.ok) return
    await new Promise((next) => setTimeout(next, 200))
  }
  throw new Error(`${url} is not ready`)
}

function end(program: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  return new Promise((ended) => {
    if (program.exitCode !== null || program.pid === undefined) return ended()
    program.once('exit', () => ended())
    program.kill(signal)
  })
}

/** The town of a whole run: everybody logs in once, since codes are few. */
export default async function setup(): Promise<() => Promise<void>> {
  const town = await startTown()
  process.env.TOWN_URL = town.url
  process.env.TOWN_DATA = town.data
  try {
    writeFileSync(join(town.data, 'sessions.json'), JSON.stringify(await loginAll(town)), { mode: 0o600 })
  } catch (error) {
    await town.stop()
    throw error
  }
  return town.stop
}
