/** Store keeps small values on the device, through a crash and a restart. */
export interface Store {
  get<T>(name: string): T | undefined
  set(name: string, value: unknown): void
  remove(name: string): void
}

/** memory is a store for tests and for devices that refuse to keep anything. */
export function memory(): Store {
  const kept = new Map<string, string>()
  return {
    get: <T>(name: string) => (kept.has(name) ? (JSON.parse(kept.get(name)!) as T) : undefined),
    set: (name, value) => void kept.set(name, JSON.stringify(value)),
    remove: (name) => void kept.delete(name),
  }
}
