import { onActivated, onDeactivated, onUnmounted, reactive } from 'vue'

export interface Shortcut { keys: string; says: () => string; act: () => void }

/** shortcuts are those that work on the page now, for the help sheet. */
export const shortcuts = reactive(new Set<Shortcut>())

/** useKeys lets a page be used by the keyboard, as long as it is shown: one key, or two in a row ("g w"). */
export function useKeys(own: Shortcut[]): void {
  const add = () => own.forEach((one) => shortcuts.add(one))
  const drop = () => own.forEach((one) => shortcuts.delete(one))
  add()
  onActivated(add)
  onDeactivated(drop)
  onUnmounted(drop)
}

const patience = 1_000 // ms between two keys in a row
let before = ''
let since = 0

/** typing is whether a key goes into a field or a dialog, whose key it then is; a box to tick takes no letters. */
function typing(target: EventTarget | null): boolean {
  const field = target as HTMLInputElement | null
  if (!field?.tagName) return false
  return field.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && field.type !== 'checkbox') || field.closest('[role=dialog]') !== null
}

/** press finds what a key means; keys that are typed into a field mean nothing here. */
export function press(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target' | 'preventDefault'>, now = Date.now()): void {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  const row = now - since < patience ? `${before} ${event.key}` : event.key
  const found = [...shortcuts].find(({ keys }) => keys === row) ?? [...shortcuts].find(({ keys }) => keys === event.key)
  ;[before, since] = [event.key, now]
  if (!found) return
  event.preventDefault()
  found.act()
}
