import type { components } from '@core/schema'
import { computed, ref } from 'vue'
import { Problem } from '@core/api'
import { api, keepToken } from './api'
import { store } from './store'

export type Me = components['schemas']['MeView']
export type Role = Me['seats'][number]['role']

/** me is who is logged in; null is nobody, undefined is not known yet. What was known last bridges the time without a network. */
export const me = ref<Me | null | undefined>(store.get<Me>('me'))

export const loggedIn = computed(() => Boolean(me.value))
export const isVolunteer = computed(() => hasSeat('volunteer'))

/** standing changes when somebody else looks, or the same person with other seats: what may be read changes with it. */
export const standing = computed(() => me.value && [me.value.id, ...me.value.seats.map((seat) => seat.id)].join())

export const hasSeat = (role: Role) => me.value?.seats.some((seat) => seat.role === role) ?? false

function set(found: Me | null): void {
  me.value = found
  if (found) store.set('me', found)
  else store.remove('me')
}

/** refresh asks who is logged in. Without an answer, what was known stays. */
export async function refresh(): Promise<void> {
  try {
    set(await api('get', '/me', {}))
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) forget()
    else if (me.value === undefined) me.value = null
  }
}

/** forget drops the session on this device, after a logout or when the server no longer knows it. */
export function forget(): void {
  keepToken(undefined)
  set(null)
}

/** enter takes a new session over. */
export async function enter(session: { token: string }): Promise<void> {
  keepToken(session.token)
  await refresh()
}

export async function logout(): Promise<void> {
  await api('delete', '/auth/session', {})
  forget()
}
