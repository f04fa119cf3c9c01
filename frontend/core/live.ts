/** Change is what the server says has changed for me. A reset means: read everything anew. */
export type Change = { kind: 'order'; id: string; version: number; event: string } | { kind: 'notice'; id: string } | { kind: 'reset' }

/** Source is the part of EventSource that is used; tests bring their own. */
export interface Source {
  addEventListener(name: string, heard: (event: { data: string }) => void): void
  close(): void
  readonly readyState: number
  onopen: (() => void) | null
  onerror: (() => void) | null
}

export interface LiveOptions {
  open(): Source
  heard(change: Change): void
  connected(yes: boolean): void
  wait(ms: number, then: () => void): () => void // a timer; its result stops it
}

const closed = 2 // readyState of an EventSource that will not try again by itself
const firstWait = 1_000 // ms
const longestWait = 30_000

/**
 * listen keeps one stream open until it is told to stop. The browser sends the last event id by itself while it reconnects; when it gives
 * up, a new stream is opened after a growing wait, and everything counts as changed.
 */
export function listen(options: LiveOptions): () => void {
  let source: Source
  let wait = firstWait
  let stopTimer: () => void = () => undefined
  let stopped = false

  const tell = (kind: 'order' | 'notice') => (event: { data: string }) => options.heard({ kind, ...JSON.parse(event.data) })

  function open(): void {
    if (stopped) return
    source = options.open()
    source.addEventListener('order', tell('order'))
    source.addEventListener('notice', tell('notice'))
    source.addEventListener('reset', () => options.heard({ kind: 'reset' }))
    source.onopen = () => {
      if (wait > firstWait) options.heard({ kind: 'reset' })
      wait = firstWait
      options.connected(true)
    }
    source.onerror = () => {
      options.connected(false)
      if (source.readyState !== closed) return
      stopTimer = options.wait(wait, open)
      wait = Math.min(wait * 2, longestWait)
    }
  }

  open()
  return () => {
    stopped = true
    stopTimer()
    source.close()
  }
}

/** poll calls for changes at a steady pace, where there are no streams. */
export function poll(options: Pick<LiveOptions, 'heard' | 'wait'>, pace: number): () => void {
  let stop: () => void
  const again = () => {
    options.heard({ kind: 'reset' })
    stop = options.wait(pace, again)
  }
  stop = options.wait(pace, again)
  return () => stop()
}
