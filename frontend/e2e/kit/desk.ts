import { as, type Who } from './people.ts'

/** A page of the desk, and who looks at it; an order's page is any of those in a state. */
export interface Sight { name: string; path: () => Promise<string>; who: Who }

const at = (path: string) => async () => path

const orderIn = (state: string) => async () =>
  `/orders/${(await as('desk')('get', '/orders', { query: { view: 'desk', state: state as never } })).items[0].id}`

/** sights are all pages of the desk, by what they show. */
export const sights: Sight[] = [
  { name: 'workbench', path: at('/'), who: 'desk' },
  { name: 'pool', path: at('/orders'), who: 'desk' },
  { name: 'order-placed', path: orderIn('placed'), who: 'desk' },
  { name: 'order-rated', path: orderIn('rated'), who: 'desk' },
  { name: 'dispatch', path: at('/dispatch'), who: 'desk' },
  { name: 'phone', path: at('/phone'), who: 'desk' },
  { name: 'volunteers', path: at('/volunteers'), who: 'desk' },
  { name: 'volunteer', path: async () => `/volunteers/${(await as('desk')('get', '/volunteers', { query: { state: 'verified' } })).items[0].person_id}`, who: 'desk' },
  { name: 'teams', path: at('/teams'), who: 'desk' },
  { name: 'hours', path: at('/hours'), who: 'desk' },
  { name: 'figures', path: at('/figures'), who: 'street' },
  { name: 'screen', path: at('/screen'), who: 'street' },
  { name: 'city', path: at('/city'), who: 'city' },
  { name: 'community', path: async () => `/city?area=${(await as('granny')('get', '/me', {})).area_code.slice(0, 12)}`, who: 'city' },
  { name: 'mapeditor', path: async () => `/city/${(await as('granny')('get', '/me', {})).area_code.slice(0, 12)}/map`, who: 'city' },
  { name: 'residents', path: at('/residents'), who: 'city' },
  { name: 'grid', path: at('/city'), who: 'worker' },
  { name: 'grid-residents', path: at('/residents'), who: 'worker' },
  { name: 'alike', path: at('/residents/alike'), who: 'desk' },
  { name: 'imports', path: at('/imports'), who: 'city' },
  { name: 'corrections', path: at('/corrections'), who: 'desk' },
  { name: 'gridteams', path: at('/grid-teams'), who: 'city' },
  { name: 'gridteam', path: at('/grid-teams/370785001001001'), who: 'desk' },
  { name: 'party', path: at('/party'), who: 'desk' },
  { name: 'homereturns', path: at('/home-returns'), who: 'desk' },
  { name: 'funds', path: at('/funds'), who: 'street' },
  { name: 'fund', path: async () => `/funds/${(await as('desk')('get', '/funds', {})).items[0].id}`, who: 'desk' },
  { name: 'exports', path: at('/exports'), who: 'secretary' },
  { name: 'complaints', path: at('/complaints'), who: 'secretary' },
  { name: 'menu', path: at('/menu'), who: 'city' },
  { name: 'settings', path: at('/settings'), who: 'city' },
  { name: 'messages', path: at('/messages'), who: 'city' },
  { name: 'calendar', path: at('/calendar'), who: 'system' },
  { name: 'seats', path: at('/seats'), who: 'security' },
  { name: 'accounts', path: at('/accounts'), who: 'security' },
  { name: 'audit', path: at('/audit'), who: 'auditor' },
  { name: 'notices', path: at('/notices'), who: 'desk' },
  { name: 'account', path: at('/me'), who: 'desk' },
]
