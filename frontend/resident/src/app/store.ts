import type { Store } from '@core/store'

/** store keeps values on this device. A device that refuses (private mode, full) loses them with the page, and nothing else. */
export const store: Store = {
  get: (name) => {
    try {
      const text = uni.getStorageSync(name) as string
      return text ? JSON.parse(text) : undefined
    } catch {
      return undefined
    }
  },
  set: (name, value) => {
    try {
      uni.setStorageSync(name, JSON.stringify(value))
    } catch {
      uni.$emit('store-refused')
    }
  },
  remove: (name) => uni.removeStorageSync(name),
}
