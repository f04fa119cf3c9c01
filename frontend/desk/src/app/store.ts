import type { Store } from '@core/store'

const prefix = 'desk.'

/** store keeps small values on this device. A browser that refuses loses them with the page, and nothing else. */
export const store: Store = {
  get: (name) => {
    try {
      const text = localStorage.getItem(prefix + name)
      return text ? JSON.parse(text) : undefined
    } catch {
      return undefined
    }
  },
  set: (name, value) => {
    try {
      localStorage.setItem(prefix + name, JSON.stringify(value))
    } catch {
      return
    }
  },
  remove: (name) => localStorage.removeItem(prefix + name),
}
