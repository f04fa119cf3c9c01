/** pages are the addresses of all screens, as pages.json lists them. */
export const pages = {
  home: '/features/home/home',
  menu: '/features/menu/menu',
  item: '/features/menu/item',
  place: '/features/place/place',
  orders: '/features/orders/list',
  order: '/features/orders/order',
  rate: '/features/orders/rate',
  complain: '/features/orders/complain',
  wall: '/features/wishes/wall',
  wish: '/features/wishes/wish',
  hall: '/features/volunteering/hall',
  tasks: '/features/volunteering/tasks',
  finish: '/features/volunteering/finish',
  apply: '/features/volunteering/apply',
  volunteer: '/features/volunteering/volunteer',
  hours: '/features/volunteering/hours',
  teams: '/features/volunteering/teams',
  notices: '/features/notices/notices',
  facilities: '/features/near/facilities',
  grid: '/features/near/grid',
  me: '/features/me/me',
  profile: '/features/me/profile',
  household: '/features/me/household',
  record: '/features/me/record',
  devices: '/features/me/devices',
  preferences: '/features/me/preferences',
  privacy: '/features/me/privacy',
  help: '/features/me/help',
  login: '/features/session/login',
  kit: '/features/kit/kit',
} as const

export type Page = keyof typeof pages

const address = (page: Page, query: Record<string, string | undefined>) => {
  const pairs = Object.entries(query).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value!)}`)
  return pages[page] + (pairs.length ? `?${pairs.join('&')}` : '')
}

/** open shows a page above this one. */
export const open = (page: Page, query: Record<string, string | undefined> = {}) => uni.navigateTo({ url: address(page, query) })

/** replace shows a page in place of this one, so that going back does not meet this one again. */
export const replace = (page: Page, query: Record<string, string | undefined> = {}) => uni.redirectTo({ url: address(page, query) })

/** turn is the way between the pages of the tab bar. */
export const turn = (page: Page) => uni.reLaunch({ url: pages[page] })

/** back goes where one came from; whoever came by a link goes home. */
export const back = () => (getCurrentPages().length > 1 ? uni.navigateBack() : turn('home'))

/** address of this page for whoever must log in first. */
export function login(): void {
  const here = getCurrentPages().slice(-1)[0] as { $page?: { fullPath: string } } | undefined
  open('login', { next: here?.$page?.fullPath })
}
