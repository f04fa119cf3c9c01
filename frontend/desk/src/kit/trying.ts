import { ref, type Ref } from 'vue'
import type { Problem } from '@core/api'
import { asProblem } from '@app/problem'

export interface Trying {
  busy: Ref<boolean>
  problem: Ref<Problem | undefined>
  wrong(field: string): string
  trying(act: () => Promise<unknown>): Promise<boolean>
}

/** useTrying lets a form send itself: once at a time, keeping what was typed when it is refused. */
export function useTrying(): Trying {
  const busy = ref(false)
  const problem = ref<Problem>()
  return {
    busy,
    problem,
    wrong: (field) => problem.value?.fields[field]?.message ?? '',
    async trying(act) {
      if (busy.value) return false
      busy.value = true
      try {
        await act()
        problem.value = undefined
        return true
      } catch (error) {
        problem.value = asProblem(error)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
