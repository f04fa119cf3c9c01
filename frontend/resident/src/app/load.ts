import { onHide, onPullDownRefresh, onShow } from '@dcloudio/uni-app'
import { Problem } from '@core/api'
import { gather } from '@core/gather'
import type { Change } from '@core/live'
import { onUnmounted, ref, shallowRef, watch, type Ref } from 'vue'
import { hear } from './live'
import { forget, standing } from './session'

export interface Loaded<T> {
  data: Ref<T | undefined>
  problem: Ref<Problem | undefined>
  loading: Ref<boolean>
  reload(): Promise<void>
}

/**
 * useLoad reads something when its page is shown, and again shortly after whatever change concerns it while the page is in sight. What was read stays
 * visible while it is read anew and when that fails.
 */
export function useLoad<T>(read: () => Promise<T>, concerns: (change: Change) => boolean = () => false): Loaded<T> {
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

  let shown = true
  let missed = false
  const changed = gather(reload)
  const refresh = () => {
    if (shown) changed.soon()
    else missed = true
  }
  const stop = hear((change) => { if (change.kind === 'reset' || concerns(change)) refresh() })
  watch(standing, () => { if (latest > 0) refresh() })
  onShow(() => {
    const first = latest === 0
    shown = true
    if (first || missed) void reload()
    missed = false
  })
  onHide(() => { shown = false })
  onPullDownRefresh(() => void reload().finally(() => uni.stopPullDownRefresh()))
  onUnmounted(() => {
    stop()
    changed.stop()
  })
  return { data, problem, loading, reload }
}

/** asProblem lets everything that goes wrong be shown alike; a session that the server no longer knows is dropped. */
export function asProblem(error: unknown): Problem {
  const problem = error instanceof Problem ? error : new Problem(0, 'program', String(error))
  if (problem.status === 401) forget()
  return problem
}
