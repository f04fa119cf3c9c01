import { listen, poll, type Change, type Source } from '@core/live'
import { ref, watch } from 'vue'
import { base } from './api'
import { flush } from './outbox'
import { onWeb } from './platform'
import { me, refresh } from './session'

/** online is whether the device reaches anything at all. */
export const online = ref(true)

const pace = 15_000 // ms between polls where there is no stream
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

function connect(): () => void {
  if (!onWeb) return poll({ heard: tell, wait }, pace)
  return listen({
    open: () => new EventSource(`${base}/stream`) as unknown as Source,
    heard: tell,
    connected: (yes) => { if (yes) void flush() },
    wait,
  })
}

/** start keeps a connection while somebody is logged in, and sends what waits whenever the network is back. */
export function start(): void {
  let stop: (() => void) | undefined
  watch(() => me.value?.id, (id) => {
    stop?.()
    stop = id ? connect() : undefined
    void flush()
  }, { immediate: true })
  uni.onNetworkStatusChange(({ isConnected }) => {
    online.value = isConnected
    if (isConnected) void refresh().then(flush).then(() => tell({ kind: 'reset' }))
  })
  uni.getNetworkType({ success: ({ networkType }) => { online.value = networkType !== 'none' } })
}
