import { createApi } from '@core/api'
import { viaFetch, viaUni, type UniRequest } from '@core/transport'
import { onWeb } from './platform'
import { settings } from './settings'
import { store } from './store'

const token = 'token'

/** base is where the API lives: on the web beside the page, in a mini-program where the build was told. */
export const base = onWeb ? '/api/v1' : `${import.meta.env.VITE_API_ORIGIN ?? ''}/api/v1`

/** api asks the server. A browser holds its session in a cookie that no script reads; a mini-program keeps a token. */
export const api = createApi({
  base,
  transport: onWeb ? viaFetch : viaUni(uni as unknown as UniRequest),
  headers,
})

type AnyPost = (method: 'post', path: never, call: { body: unknown; key: string }) => Promise<unknown>

/** post sends to a path that is put together while the program runs, with its ids filled in. */
export const post = (path: string, body: unknown, key: string) => (api as unknown as AnyPost)('post', path as never, { body, key })

export function headers(): Record<string, string> {
  const kept = onWeb ? undefined : store.get<string>(token)
  return { 'accept-language': settings.language, ...(kept ? { authorization: `Bearer ${kept}` } : {}) }
}

/** keepToken is for mini-programs; nothing is kept on the web. */
export function keepToken(value: string | undefined): void {
  if (onWeb) return
  if (value) store.set(token, value)
  else store.remove(token)
}

/** newKey makes an idempotency key: the server does what carries it once. */
export function newKey(): string {
  if (onWeb && crypto.randomUUID) return crypto.randomUUID()
  return `${Date.now().toString(36)}-${Array.from({ length: 4 }, () => Math.random().toString(36).slice(2, 10)).join('')}`
}
