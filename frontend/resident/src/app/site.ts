import { follow } from '@core/clock'
import { ref } from 'vue'
import { api } from './api'
import { offer } from './subscribe'

/** behind is by how many days the clock of a simulated city is behind; 0 in a real one. */
export const behind = ref(0)

follow(() => behind.value)

/** learnSite asks what this installation is, and which messages it can send. */
export async function learnSite(): Promise<void> {
  const site = await api('get', '/site', {}).catch(() => undefined)
  behind.value = site?.days_behind ?? 0
  offer(site?.wechat_templates ?? [])
}
