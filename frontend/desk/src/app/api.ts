import { createApi, type Reply, type Request } from '@core/api'
import { viaFetch } from '@core/transport'
import { again, doubt } from './again'
import { settings } from './settings'

export const base = '/api/v1'

/** patiently sends a request. When the session ended meanwhile, it waits until somebody logged in again in place, and sends it once more. */
async function patiently(request: Request): Promise<Reply> {
  const reply = await viaFetch(request)
  if (reply.status === 403) doubt()
  const gone = reply.status === 401 && !request.url.startsWith(`${base}/auth/`)
  return gone && (await again()) ? viaFetch(request) : reply
}

/** api asks the server; the browser holds the session in a cookie that no script reads. */
export const api = createApi({ base, transport: patiently, headers: () => ({ 'accept-language': settings.language }) })

type Loose = (method: 'post' | 'put', path: never, call: { body: unknown; key?: string }) => Promise<unknown>

/** post sends to a path that is put together while the program runs. */
export const post = <T = unknown>(path: string, body: unknown, key = newKey()) => (api as unknown as Loose)('post', path as never, { body, key }) as Promise<T>

/** putFile sends a form with a file. */
export const putFile = <T>(path: string, form: FormData) => (api as unknown as Loose)('put', path as never, { body: form }) as Promise<T>

/** newKey makes an idempotency key: the server does what carries it once. */
export const newKey = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join('-')
