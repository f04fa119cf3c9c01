/** gather makes one call of all that come within a breath or while a call lasts, so that a burst is neither many calls nor none that ends. */
export function gather(call: () => Promise<void>, breath = 300): { soon(): void; stop(): void } {
  let waits: ReturnType<typeof setTimeout> | undefined
  let lasts = false
  let again = false

  async function run(): Promise<void> {
    waits = undefined
    lasts = true
    await call().catch(() => undefined)
    lasts = false
    if (again) soon()
    again = false
  }

  function soon(): void {
    if (lasts) again = true
    else waits ??= setTimeout(() => void run(), breath)
  }

  return {
    soon,
    stop() {
      clearTimeout(waits)
      again = false
    },
  }
}
