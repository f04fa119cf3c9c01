import { ref } from 'vue'
import { api } from './api'
import { me } from './session'
import { store } from './store'

/** cityLine is the citizens' hotline 12345, for whoever lives where no area names a number of its own. */
export const cityLine = '12345'

/** hotline is the number of one's own community, or of the nearest area above it that has one. */
export const hotline = ref(store.get<string>('hotline') ?? cityLine)

let readFor: string | undefined

/** findHotline reads the number once for each area; without an answer the one known last stays. */
export async function findHotline(): Promise<void> {
  const at = me.value?.area_code ?? ''
  if (readFor === at) return
  readFor = at
  try {
    const area = at ? await api('get', '/areas/{code}', { path: { code: at } }) : (await api('get', '/areas', {})).items[0]
    hotline.value = (area as { hotline?: string } | undefined)?.hotline || cityLine
    store.set('hotline', hotline.value)
  } catch {
    readFor = undefined
  }
}

/** call dials a number. */
export const call = (phoneNumber: string) => uni.makePhoneCall({ phoneNumber, fail: () => undefined })
