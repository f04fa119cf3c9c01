import { api, base } from '@app/api'

const origin = base.replace(/\/api\/v1$/, '')
const spare = 30_000 // ms that a link should still be good for
const kept = new Map<string, { url: string; until: number }>()

/** linkOf gives an address at which a file may be read for some minutes. */
export async function linkOf(file: string, now = Date.now()): Promise<string> {
  const known = kept.get(file)
  if (known && known.until - spare > now) return known.url
  const { url, until } = await api('get', '/files/{id}/link', { path: { id: file } })
  kept.set(file, { url: origin + url, until: new Date(until).getTime() })
  return origin + url
}
