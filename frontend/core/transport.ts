import { Problem, type Transport } from './api'

const patience = 15_000 // ms
const patienceOfFiles = 120_000 // ms

const unreached = () => new Problem(0, 'network', '')

/** isForm tells a form with a file, which says its own type, from what is sent as JSON. Mini-programs know no forms. */
export const isForm = (body: unknown): body is FormData => typeof FormData !== 'undefined' && body instanceof FormData

/** viaFetch sends over the browser's fetch, with its cookies. */
export const viaFetch: Transport = async ({ method, url, headers, body }) => {
  let reply: Response
  try {
    reply = await fetch(url, {
      method, headers, credentials: 'same-origin', signal: AbortSignal.timeout(isForm(body) ? patienceOfFiles : patience),
      ...(body === undefined ? {} : { body: isForm(body) ? body : JSON.stringify(body) }),
    })
  } catch {
    throw unreached()
  }
  return { status: reply.status, data: await reply.json().catch(() => null) }
}

/** UniRequest is the part of uni that sends. */
export interface UniRequest {
  request(options: {
    url: string; method: never; header: Record<string, string>; data?: never; timeout: number
    success(reply: { statusCode: number; data: unknown }): void; fail(): void
  }): unknown
}

/** viaUni sends over uni.request, the only way out of a mini-program. */
export const viaUni = (uni: UniRequest): Transport => ({ method, url, headers, body }) => new Promise((resolve, reject) => {
  uni.request({
    url, method: method as never, header: headers, data: body as never, timeout: patience,
    success: (reply) => resolve({ status: reply.statusCode, data: reply.data }),
    fail: () => reject(unreached()),
  })
})
