import type { components } from '@core/schema'
import { Problem } from '@core/api'
import { language } from '@core/words'
import { api } from './api'
import { store } from './store'

export type Menu = components['schemas']['MenuView']
export type Item = Menu['items'][number]

const kept = 'menu'

/** readMenu reads the service menu; without a network, the one that was read last. */
export async function readMenu(): Promise<Menu> {
  try {
    const menu = await api('get', '/menu', {})
    store.set(kept, menu)
    return menu
  } catch (problem) {
    const last = store.get<Menu>(kept)
    if (last && problem instanceof Problem && problem.passing) return last
    throw problem
  }
}

/** readItem reads one item of the menu; without a network, as it was read last. */
export async function readItem(id: string): Promise<Item> {
  try {
    return await api('get', '/menu/{id}', { path: { id } })
  } catch (problem) {
    const last = store.get<Menu>(kept)?.items.find((item) => item.id === id)
    if (last && problem instanceof Problem && problem.passing) return last
    throw problem
  }
}

/** said gives the text of an item in the language of the screen. */
export const said = (item: Item) => (language() === 'zh' ? item.zh : item.en)
