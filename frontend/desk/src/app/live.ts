import { listen, type Change, type Source } from '@core/live'
import { ref, watch } from 'vue'
import { base } from './api'
import { me } from './session'

/** connected is whether the stream of changes stands; a break that mends itself at once is none. */
export const connected = ref(true)

const patience = 5_000 // ms
let breaking: ReturnType<typeof setTimeout> | undefined

function note(yes: boolean): void {
  clearTimeout(breaking)
  if (yes) connected.value = true
  else breaking = setTimeout(() => { connected.value = false }, patience)
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
