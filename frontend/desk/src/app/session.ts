import { Problem } from '@core/api'
import type { components } from '@core/schema'
import { computed, ref } from 'vue'
import { left, worked } from './again'
import { api } from './api'

export type Me = components['schemas']['MeView']
export type Role = string

/** Roles that work together, as models/actor.go names them. They say what the navigation offers; the server decides. */
export const staff = ['community_staff', 'community_secretary', 'street_staff', 'city_staff']
export const deciders = staff.slice(1)
export const administrators = ['auditor', 'security_admin', 'system_admin']
export const gridPeople = ['grid_worker', 'grid_chief']
export const seatGivers = ['community_secretary', 'street_staff', 'city_staff', 'security_admin']

/** me is who is logged in; null is nobody, undefined is not known yet. */
export const me = ref<Me | null>()

/** has is whether one of the roles counts in this session; with a phone alone, that of a grid's worker or chief is a steward's (decision 0023). */
export const has = (...roles: Role[]) => me.value?.seats.some(({ role }) => roles.includes(role) && (me.value?.login || !gridPeople.includes(role))) ?? false

/** noting is whether recovery codes stand on the screen, which shows them this once. */
export const noting = ref(false)

/** unsettled is whether the account needs a password or a second factor of its own, noted down, before anything else opens. */
export const unsettled = computed(() => noting.value || (me.value?.must.length ?? 0) > 0)

/** post is the seat at which somebody works: the one over the widest area, but for those that everybody has. */
export const post = computed(() => me.value?.seats.filter(({ role }) => !['resident', 'volunteer'].includes(role))
  .sort((a, b) => a.area_code.length - b.area_code.length)[0])

/** ground is the widest area over which somebody works. */
export const ground = computed(() => post.value?.area_code ?? '')

/** refresh asks who is logged in. */
export async function refresh(): Promise<void> {
  try {
    const found = await api('get', '/me', {})
    if (me.value && me.value.id !== found.id) location.reload() // somebody else: nothing of the one before may stay on the screen
    me.value = found
    worked()
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem
    me.value = null
  }
}

export async function logout(): Promise<void> {
  left()
  await api('delete', '/auth/session', {})
  me.value = null
}
