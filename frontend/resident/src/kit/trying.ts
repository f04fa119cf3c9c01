import type { Problem } from '@core/api'
import { reactive, ref } from 'vue'
import { newKey } from '@app/api'
import { asProblem } from '@app/load'
import { say } from './toast'
import { told } from './told'

const tellAloud = (problem: Problem) => say(told(problem), true)

/**
 * useTrying lets a form do one thing at a time. What the server has against the fields that the form shows stands in wrong by their
 * names; everything else is said. The key is the same until something has come of it, so that what is tried again happens once.
 */
export function useTrying(...fields: string[]) {
  const busy = ref(false)
  const wrong = reactive<Record<string, string>>(Object.fromEntries(fields.map((field) => [field, ''])))
  let key = newKey()

  /** trying tells whether it was done. tell says what stands against the whole. */
  async function trying(act: (key: string) => Promise<unknown>, tell = tellAloud): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    for (const field of fields) wrong[field] = ''
    try {
      await act(key)
      key = newKey()
      return true
    } catch (error) {
      const problem = asProblem(error)
      if (!problem.passing) key = newKey()
      for (const [name, { message }] of Object.entries(problem.fields)) {
        const field = name.split(/[.[]/)[0]
        if (field in wrong) wrong[field] = message
      }
      if (!fields.some((field) => wrong[field])) tell(problem)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, wrong, trying }
}
