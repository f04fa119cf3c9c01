import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApi, type Api } from '../../core/api.ts'
import { viaFetch } from '../../core/transport.ts'

type Place = { url: string; data: string }

interface Login { role: string; name: string; phone: string; login?: string; password?: string; totp_secret?: string }

/** people are those of the demo town whom tests meet, by what they do. */
export const people = {
  granny: '张秀英', // asked for most of the town's orders
  uncle: '李建国',
  aunt: '王桂兰',
  neighbour: '刘志强', // logs in on the screens, never by the API
  helper: '赵海燕', // a volunteer of the granny's community
  plumber: '孙立新',
  tutor: '钱晓东',
  desk: '周敏', // staff of the granny's community
  worker: '沈丽', // of the granny's grid
  secretary: '郑强',
  street: '陈静',
  city: '褚磊',
  bureau: '卫娜', // of the department to which orders are referred
  auditor: '朱明',
  security: '秦宇',
  system: '尤兰',
} as const

export type Who = keyof typeof people

/** town is the running program, as the set-up of the run left it. */
export const town = (): Place => ({ url: process.env.TOWN_URL!, data: process.env.TOWN_DATA! })

export const client = (at: Place, token?: string): Api => createApi({
  base: `${at.url}/api/v1`,
  transport: viaFetch,
  headers: (): Record<string, string> => ({ 'accept-language': 'zh', ...(token ? { authorization: `Bearer ${token}` } : {}) }),
})

const demoLogins = (at: Place) => JSON.parse(readFileSync(join(at.data, 'demo-logins.json'), 'utf8')) as Login[]

/** credentialsOf are how somebody with an account logs in on the screen. */
export function credentialsOf(who: Who): { login: string; password: string; totp: string } {
  const { login, password, totp_secret } = demoLogins(town()).find((one) => one.name === people[who])!
  return { login: login!, password: password!, totp: totp(totp_secret!) }
}

export const phoneOf = (who: Who) => demoLogins(town()).find((login) => login.name === people[who])!.phone

/** loginAll gives a token for each of the people, one after another: passwords are dear, and the server refuses a crowd. */
export async function loginAll(at: Place): Promise<Partial<Record<Who, string>>> {
  const logins = demoLogins(at)
  const names = (Object.keys(people) as Who[]).filter((who) => who !== 'neighbour')
  const tokens: Partial<Record<Who, string>> = {}
  for (const who of names) tokens[who] = await loginAs(at, logins.find((login) => login.name === people[who])!)
  return tokens
}

async function loginAs(at: Place, { phone, login, password, totp_secret }: Login): Promise<string> {
  const api = client(at)
  if (login) return (await api('post', '/auth/sessions', { body: { login, password, totp: totp(totp_secret!) } })).token
  const seen = sentTo(at, phone).length
  const { challenge } = await api('post', '/auth/codes', { body: { phone } })
  return (await api('post', '/auth/sessions', { body: { phone, challenge, code: await codeSentTo(phone, seen, at) } })).token
}

const sentTo = (at: Place, phone: string) => {
  const outbox = join(at.data, 'outbox/sms.jsonl')
  if (!existsSync(outbox)) return []
  return readFileSync(outbox, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { phone: string; code: string })
    .filter((sms) => sms.phone === phone && sms.code)
}

/** codeSentTo reads the code that a phone got after so many others. */
export async function codeSentTo(phone: string, after = 0, at = town()): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const codes = sentTo(at, phone)
    if (codes.length > after) return codes.at(-1)!.code
    await new Promise((next) => setTimeout(next, 100))
  }
  throw new Error(`no code was sent to ${phone}`)
}

/** totp is the code of this half minute (RFC 6238). */
export function totp(secret: string): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const hash = createHmac('sha1', key).update(counter).digest()
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

const sessions = () => JSON.parse(readFileSync(join(town().data, 'sessions.json'), 'utf8')) as Record<string, string>

/** tokenOf is the session that somebody got when the run began. */
export const tokenOf = (who: Who) => sessions()[who]

/** as asks the API in somebody's name. */
export const as = (who: Who): Api => client(town(), tokenOf(who))

/** guest asks the API without a name. */
export const guest = (): Api => client(town())
