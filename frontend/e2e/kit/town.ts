import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { loginAll } from './people.ts'

const binary = process.env.DELINLI ?? resolve(import.meta.dirname, '../../../bin/delinli')
const patience = 120_000 // ms until the town stands

/** Town is one running program with the demo town in a folder of its own. */
export interface Town {
  url: string
  data: string
  stop(): Promise<void>
}

/** startTown starts the real program on a free port and waits until it is ready. */
export async function startTown(): Promise<Town> {
  const data = mkdtempSync(join(tmpdir(), 'delinli-e2e-'))
  const url = `http://127.0.0.1:${await freePort()}`
  const log = openSync(join(data, 'log'), 'w')
  const program = spawn(binary, ['serve', '--demo'], {
    stdio: ['ignore', log, log],
    env: { ...process.env, APP_ENV: 'development', LISTEN: new URL(url).host, PUBLIC_URL: url, DATA_DIR: data, DATABASE_URL: '', DATABASE_OWNER_URL: '' },
  })
  closeSync(log)
  const stop = () => end(program).then(() => rmSync(data, { recursive: true, force: true }))
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

function end(program: ChildProcess): Promise<void> {
  return new Promise((ended) => {
    if (program.exitCode !== null || program.pid === undefined) return ended()
    program.once('exit', () => ended())
    program.kill('SIGTERM')
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
