import { follow } from '@core/clock'
import { ref } from 'vue'
import { api } from './api'

/** behind is by how many days the clock of a simulated city is behind; 0 in a real one. */
export const behind = ref(0)

follow(() => behind.value)

/** learnSite asks what this installation is. */
export async function learnSite(): Promise<void> {
  behind.value = (await api('get', '/site', {}).catch(() => undefined))?.days_behind ?? 0
}
