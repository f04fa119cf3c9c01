import type { Problem } from '@core/api'
import type { components } from '@core/schema'
import { ref, shallowRef } from 'vue'
import { newKey, post } from '@app/api'
import { asProblem } from '@app/load'

export type Order = components['schemas']['OrderView']

/** pathOf is where the API takes an event of an order. */
export const pathOf = (id: string, act: string) => `/orders/${id}/${act.replace(/_/g, '-')}`

/**
 * useAct raises events of orders, one at a time. The same words to the same order keep their key, so that what is tried again after a
 * failure happens once. It gives the order as it then is, or nothing and what stands against it.
 */
export function useAct() {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  let intent = ''
  let key = ''

  async function raise<T = Order>(id: string, act: string, body: object): Promise<T | undefined> {
    if (busy.value) return
    const wanted = JSON.stringify([id, act, body])
    if (wanted !== intent) [intent, key] = [wanted, newKey()]
    busy.value = true
    problem.value = undefined
    try {
      const reply = await post(pathOf(id, act), body, key)
      intent = ''
      return reply as T
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, raise }
}
