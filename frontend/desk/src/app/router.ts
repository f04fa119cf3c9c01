import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { words } from '@core/words'
import { administrators, deciders, gridPeople, has, me, seatGivers, staff, type Role } from './session'

const text = words({
  workbench: ['工作台', 'Workbench'],
  pool: ['订单池', 'Orders'],
  dispatch: ['批量派单', 'Batch dispatch'],
  phone: ['电话登记', 'Phone desk'],
  volunteers: ['志愿者', 'Volunteers'],
  teams: ['服务队', 'Teams'],
  hours: ['时长更正', 'Hours'],
  figures: ['统计', 'Figures'],
  catalogue: ['服务菜单', 'Service menu'],
  settings: ['规则与期限', 'Rules and limits'],
  messages: ['消息模板', 'Message texts'],
  calendar: ['工作日历', 'Working calendar'],
  seats: ['人员与岗位', 'People and seats'],
  accounts: ['工作账号', 'Accounts'],
  audit: ['审计', 'Audit'],
  city: ['辖区概况', 'The area'],
  residents: ['居民档案', 'Residents'],
  corrections: ['档案更正', 'Corrections'],
  gridteams: ['网格队伍', 'Grid teams'],
  party: ['组织体系', 'Party organisation'],
  homereturns: ['在职党员回家', 'Cadres at home'],
  funds: ['经费', 'Funds'],
  exports: ['导出', 'Exports'],
  complaints: ['投诉', 'Complaints'],
  notices: ['消息', 'Notices'],
  account: ['我的账号', 'My account'],
})

/** Place is a page of the navigation; letter opens it after g. */
export interface Place { name: keyof typeof text; path: string; letter: string; sign: string; roles: Role[]; page: () => Promise<unknown> }

const registrars = [...staff, ...gridPeople]
const watchers = [...staff, 'system_admin', 'auditor']

/** places are the pages of the desk, in the order of the navigation, each with the roles that the doors behind it let in. */
export const places: Place[] = [
  { name: 'workbench', path: '/', letter: 'w', sign: '台', roles: staff, page: () => import('../features/workbench/workbench.vue') },
  { name: 'pool', path: '/orders', letter: 'o', sign: '单', roles: [...staff, 'department_staff'], page: () => import('../features/pool/pool.vue') },
  { name: 'dispatch', path: '/dispatch', letter: 'd', sign: '派', roles: staff, page: () => import('../features/dispatch/dispatch.vue') },
  { name: 'phone', path: '/phone', letter: 'p', sign: '话', roles: staff, page: () => import('../features/phone/phone.vue') },
  { name: 'volunteers', path: '/volunteers', letter: 'v', sign: '志', roles: staff, page: () => import('../features/volunteers/volunteers.vue') },
  { name: 'teams', path: '/teams', letter: 't', sign: '队', roles: staff, page: () => import('../features/volunteers/teams.vue') },
  { name: 'hours', path: '/hours', letter: 'h', sign: '时', roles: staff, page: () => import('../features/volunteers/hours.vue') },
  { name: 'figures', path: '/figures', letter: 'f', sign: '数', roles: staff, page: () => import('../features/figures/figures.vue') },
  { name: 'city', path: '/city', letter: 'b', sign: '区', roles: registrars, page: () => import('../features/city/city.vue') },
  { name: 'residents', path: '/residents', letter: 'j', sign: '民', roles: registrars, page: () => import('../features/residents/residents.vue') },
  { name: 'corrections', path: '/corrections', letter: 'g', sign: '正', roles: staff, page: () => import('../features/residents/corrections.vue') },
  { name: 'gridteams', path: '/grid-teams', letter: 'u', sign: '网', roles: registrars, page: () => import('../features/gridteams/gridteams.vue') },
  { name: 'party', path: '/party', letter: 'z', sign: '党', roles: staff, page: () => import('../features/party/party.vue') },
  { name: 'homereturns', path: '/home-returns', letter: 'y', sign: '家', roles: staff, page: () => import('../features/homereturns/homereturns.vue') },
  { name: 'funds', path: '/funds', letter: 'q', sign: '费', roles: staff, page: () => import('../features/funds/funds.vue') },
  { name: 'exports', path: '/exports', letter: 'x', sign: '导', roles: staff, page: () => import('../features/exports/exports.vue') },
  { name: 'complaints', path: '/complaints', letter: 'c', sign: '诉', roles: deciders, page: () => import('../features/complaints/complaints.vue') },
  { name: 'catalogue', path: '/menu', letter: 'm', sign: '菜', roles: watchers, page: () => import('../features/catalogue/catalogue.vue') },
  { name: 'settings', path: '/settings', letter: 's', sign: '规', roles: watchers, page: () => import('../features/settings/settings.vue') },
  { name: 'messages', path: '/messages', letter: 'e', sign: '文', roles: watchers, page: () => import('../features/settings/messages.vue') },
  { name: 'calendar', path: '/calendar', letter: 'k', sign: '历', roles: watchers, page: () => import('../features/settings/calendar.vue') },
  { name: 'seats', path: '/seats', letter: 'r', sign: '岗', roles: seatGivers, page: () => import('../features/people/seats.vue') },
  { name: 'accounts', path: '/accounts', letter: 'a', sign: '号', roles: ['security_admin'], page: () => import('../features/people/accounts.vue') },
  { name: 'audit', path: '/audit', letter: 'l', sign: '审', roles: ['auditor'], page: () => import('../features/audit/audit.vue') },
  { name: 'notices', path: '/notices', letter: 'n', sign: '信', roles: [], page: () => import('../features/notices/notices.vue') },
  { name: 'account', path: '/me', letter: 'i', sign: '我', roles: [], page: () => import('../features/session/account.vue') },
]

export const placeName = (name: Place['name']) => text[name]

/** open are the places that whoever is logged in may use. */
export const open = () => places.filter(({ roles }) => me.value && (roles.length === 0 || has(...roles)))

/** worksHere is whether the desk has anything for whoever is logged in. */
export const worksHere = () => has(...registrars, 'department_staff', ...administrators)

const routes: RouteRecordRaw[] = [
  ...places.map(({ path, name, page }) => ({ path, name, component: page })),
  { path: '/orders/:id', name: 'order', component: () => import('../features/order/order.vue'), props: true },
  { path: '/city/:code(\\d+)/map', name: 'mapeditor', component: () => import('../features/city/mapeditor.vue'), props: true, meta: { roles: staff } },
  { path: '/volunteers/:id', name: 'volunteer', component: () => import('../features/volunteers/volunteer.vue'), props: true, meta: { roles: staff } },
  { path: '/imports', name: 'imports', component: () => import('../features/imports/imports.vue'), meta: { roles: staff } },
  { path: '/residents/alike', name: 'alike', component: () => import('../features/residents/alike.vue'), meta: { roles: staff } },
  { path: '/residents/:id', name: 'resident', component: () => import('../features/residents/resident.vue'), props: true },
  { path: '/grid-teams/:code', name: 'grid-team', component: () => import('../features/gridteams/team.vue'), props: true },
  { path: '/funds/:id', name: 'fund', component: () => import('../features/funds/fund.vue'), props: true, meta: { roles: staff } },
  { path: '/screen', name: 'screen', component: () => import('../features/figures/screen.vue'), meta: { bare: true, roles: staff } },
  { path: '/:rest(.*)*', redirect: '/' },
]

export const router = createRouter({ history: createWebHashHistory(), routes })

// Who may not use a page is led to the first one that they may.
router.beforeEach((to) => {
  const roles = places.find(({ name }) => name === to.name)?.roles ?? (to.meta.roles as Role[] | undefined) ?? []
  return !me.value || roles.length === 0 || has(...roles) || open()[0].path
})
