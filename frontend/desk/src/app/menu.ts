import type { components } from '@core/schema'
import { language } from '@core/words'
import { shallowRef } from 'vue'
import { api } from './api'
import { has } from './session'

export type Menu = components['schemas']['MenuView']
export type Item = Menu['items'][number]

/** menu is the service menu, once it was asked for; for who keeps it, with what is no longer offered. */
export const menu = shallowRef<Menu>()

let asked: Promise<Menu> | undefined

export const readMenu = () => (asked ??= api('get', '/menu', { query: { all: has('city_staff') || undefined } }).then((found) => (menu.value = found)))

/** forgetMenu lets the next reader ask anew. */
export const forgetMenu = () => { asked = undefined }

export const said = (item: Item) => (language() === 'zh' ? item.zh : item.en)

/** itemName is the name of an item of the menu. */
export function itemName(id: string | undefined): string {
  if (!id) return ''
  void readMenu().catch(() => undefined)
  const item = menu.value?.items.find((one) => one.id === id)
  return item ? said(item).name : ''
}
