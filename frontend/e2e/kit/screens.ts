import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { as, guest, type Who } from './people.ts'
import type { Visit } from './test.ts'

interface Listed { pages: { path: string }[]; subPackages?: { root: string; pages: { path: string }[] }[] }

const listed = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../resident/src/pages.json'), 'utf8')) as Listed

/** screens are all pages of the residents' app: orders/list, for one. */
export const screens = [
  ...listed.pages.map(({ path }) => path),
  ...(listed.subPackages ?? []).flatMap(({ root, pages }) => pages.map(({ path }) => `${root}/${path}`)),
].map((path) => path.replace('features/', ''))

const open = ['home/home', 'menu/menu', 'menu/item', 'wishes/wall', 'wishes/wish', 'session/login', 'near/facilities', 'me/help', 'kit/kit']

/** visitor is who looks at a screen: those that need no login are seen by nobody in particular, the volunteers' by one. */
export function visitor(screen: string): Who | 'nobody' {
  if (open.includes(screen)) return 'nobody'
  return screen.startsWith('volunteering') && screen !== 'volunteering/apply' ? 'helper' : 'granny'
}

/** queryOf names what a screen shows, out of what stands in the demo town. */
export async function queryOf(screen: string): Promise<Visit['query']> {
  const mine = async (who: Who, view: 'mine' | 'tasks', state: string) =>
    ({ id: (await as(who)('get', '/orders', { query: { view, state: state as never } })).items[0].id })
  switch (screen) {
    case 'menu/item': return { id: (await guest()('get', '/menu', {})).items[0].id }
    case 'wishes/wish': return { id: (await guest()('get', '/wishes', {})).items[0].id }
    case 'place/place': return { kind: 'wish' }
    case 'orders/order': return mine('granny', 'mine', 'accepted')
    case 'orders/complain': return mine('granny', 'mine', 'accepted')
    case 'orders/rate': return mine('granny', 'mine', 'done')
    case 'volunteering/finish': return mine('helper', 'tasks', 'in_service')
  }
}
