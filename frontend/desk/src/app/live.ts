import { listen, type Change, type Source } from '@core/live'
import { ref, watch } from 'vue'
import { base } from './api'
import { me, refresh } from './session'

/** connected is whether the stream of changes stands; a break that mends itself at once is none. */
export const connected = ref(true)

const patience = 5_000 // ms
let breaking: ReturnType<typeof setTimeout> | undefined

let broken = false

/** note follows the stream. The server cuts it when the seats of whoever listens have changed, so after a break it is asked for them again. */
function note(yes: boolean): void {
  if (yes === !broken) return
  broken = !yes
  if (broken) return void (breaking = setTimeout(() => { connected.value = false }, patience))
  clearTimeout(breaking)
  connected.value = true
  void refresh().catch(() => undefined)
}

const hearers = new Set<(change: Change) => void>()

/** hear calls for every change until the result is called. */
export function hear(f: (change: Change) => void): () => void {
  hearers.add(f)
  return () => hearers.delete(f)
}

const tell = (change: Change) => hearers.forEach((f) => f(change))

const wait = (ms: number, then: () => void) => {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}

/** start keeps a stream while somebody is logged in. */
export function start(): void {
  let stop: (() => void) | undefined
  watch(() => me.value?.id, (id) => {
    stop?.()
    stop = id ? listen({ open: () => new EventSource(`${base}/stream`) as Source, heard: tell, connected: note, wait }) : undefined
  }, { immediate: true })
}
