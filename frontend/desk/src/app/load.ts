import type { Problem } from '@core/api'
import { gather } from '@core/gather'
import type { Change } from '@core/live'
import { onUnmounted, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'
import { hear } from './live'
import { asProblem } from './problem'

export interface Loaded<T> {
  data: Ref<T | undefined>
  problem: Ref<Problem | undefined>
  loading: Ref<boolean>
  reload(): Promise<void>
}

/**
 * useLoad reads something at once, again when what it depends on changes, and shortly after a change that concerns it. What was read stays
 * visible while it is read anew and when that fails.
 */
export function useLoad<T>(read: () => Promise<T>, on: { of?: WatchSource; concerns?: (change: Change) => boolean } = {}): Loaded<T> {
  const data = shallowRef<T>()
  const problem = ref<Problem>()
  const loading = ref(true)
  let latest = 0

  async function reload(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const found = await read()
      if (mine === latest) [data.value, problem.value] = [found, undefined]
    } catch (error) {
      if (mine === latest) problem.value = asProblem(error)
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  const changed = gather(reload)
  const stop = hear((change) => { if (change.kind === 'reset' || on.concerns?.(change)) changed.soon() })
  if (on.of) watch(on.of, () => void reload(), { deep: true })
  onUnmounted(() => {
    stop()
    changed.stop()
  })
  void reload()
  return { data, problem, loading, reload }
}

/** anyOrder lets a list follow every order that changes. */
export const anyOrder = (change: Change) => change.kind === 'order'
