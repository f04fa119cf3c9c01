import type { Change } from '@core/live'
import { ref } from 'vue'
import { asProblem, useLoad } from '@app/load'
import { say } from './toast'
import { told } from './told'

export interface Page<T> { items: T[]; next: string }

/** usePages reads a list page by page. When something changes, as many pages are read anew as are shown. */
export function usePages<T>(read: (cursor: string) => Promise<Page<T>>, concerns: (change: Change) => boolean = () => false) {
  const next = ref('')
  const fetching = ref(false)
  let shown = 1

  const loaded = useLoad(async () => {
    const page = await readPages(read, shown)
    next.value = page.next
    return page.items
  }, concerns)

  async function more(): Promise<void> {
    if (fetching.value || !next.value) return
    fetching.value = true
    const before = loaded.data.value
    try {
      const page = await read(next.value)
      if (loaded.data.value !== before) return
      loaded.data.value = [...(before ?? []), ...page.items]
      next.value = page.next
      shown++
    } catch (error) {
      say(told(asProblem(error)), true)
    } finally {
      fetching.value = false
    }
  }

  /** restart begins at the first page again, after a filter has changed; where that cannot be read, what another filter gave is shown no more. */
  async function restart(): Promise<void> {
    shown = 1
    await loaded.reload()
    if (loaded.problem.value) [loaded.data.value, next.value] = [undefined, '']
  }

  return { ...loaded, next, fetching, more, restart }
}

/** readPages reads the first pages as one. */
export async function readPages<T>(read: (cursor: string) => Promise<Page<T>>, count: number): Promise<Page<T>> {
  const whole: Page<T> = { items: [], next: '' }
  for (let n = 0; n < count && (n === 0 || whole.next); n++) {
    const page = await read(whole.next)
    whole.items.push(...page.items)
    whole.next = page.next
  }
  return whole
}
