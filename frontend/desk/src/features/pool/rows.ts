import { reactive, ref, shallowRef, type Ref } from 'vue'
import type { Problem } from '@core/api'
import { gather } from '@core/gather'
import type { Change } from '@core/live'
import { asProblem } from '@app/problem'
import type { Paged } from '@app/pages'

/** Row is what a list needs to know of an order. */
export interface Row { id: string; version?: number }

export interface Source<T> {
  page(cursor: string | undefined): Promise<Paged<T>>
  one(id: string): Promise<T>
}

export interface Rows<T> {
  rows: Ref<T[]>
  next: Ref<string>
  busy: Ref<boolean>
  problem: Ref<Problem | undefined>
  outdated: Ref<boolean> // something changed that the rows do not show
  selected: Set<string>
  reload(): Promise<void>
  more(): Promise<void>
  selectAll(): Promise<void>
  stop(): void
  heard(change: Change): void
  end(): void
}

export const most = 10_000 // rows that may be selected at once
const few = 20 // rows that are read one by one; where more changed at once, the list is out of date

/**
 * createRows keeps the rows of a table that grows page by page. A row that changes is read anew in its place; what would move rows about is
 * only told of, since somebody reads them.
 */
export function createRows<T extends Row>(source: Source<T>): Rows<T> {
  const rows = shallowRef<T[]>([])
  const next = ref('')
  const busy = ref(false)
  const problem = ref<Problem>()
  const outdated = ref(false)
  const selected = reactive(new Set<string>())
  let latest = 0 // the list that is shown; what an earlier one still reads is dropped
  let stopping = false
  const stale = new Map<string, number>()

  /** read adds a page, or begins anew; false when it failed or another list is shown meanwhile. */
  async function read(afresh: boolean): Promise<boolean> {
    const mine = latest
    busy.value = true
    try {
      const page = await source.page(afresh ? undefined : next.value)
      if (mine !== latest) return false
      rows.value = afresh ? page.items : [...rows.value, ...page.items]
      next.value = page.next
      problem.value = undefined
      return true
    } catch (error) {
      if (mine !== latest) return false
      problem.value = asProblem(error)
      if (problem.value.status === 422) [rows.value, next.value] = [[], ''] // what was asked for is no question: no rows answer it
      return false
    } finally {
      if (mine === latest) busy.value = false
    }
  }

  function begin(): void {
    latest++
    stopping = true
    stale.clear()
  }

  async function reload(): Promise<void> {
    begin()
    if (await read(true)) outdated.value = false
  }

  async function more(): Promise<void> {
    if (next.value && !busy.value) await read(false)
  }

  async function selectAll(): Promise<void> {
    const mine = latest
    stopping = false
    while (next.value && rows.value.length < most && !stopping) if (!(await read(false))) return
    if (mine === latest) for (const { id } of rows.value.slice(0, most)) selected.add(id)
  }

  async function refresh(): Promise<void> {
    const ids = [...stale.keys()]
    stale.clear()
    if (ids.length > few) return void (outdated.value = true)
    const mine = latest
    const found = await Promise.all(ids.map((id) => source.one(id).catch(() => undefined)))
    if (mine !== latest) return
    if (found.some((row) => !row)) outdated.value = true
    const anew = new Map(found.flatMap((row) => (row ? [[row.id, row]] : [])))
    rows.value = rows.value.map((row) => anew.get(row.id) ?? row)
  }

  const changed = gather(refresh)

  function heard(change: Change): void {
    if (change.kind === 'notice') return
    const known = change.kind === 'order' ? rows.value.find(({ id }) => id === change.id) : undefined
    if (change.kind === 'reset' || !known) return void (outdated.value = true)
    if ((known.version ?? 0) >= change.version) return
    stale.set(change.id, change.version)
    changed.soon()
  }

  const end = () => {
    begin()
    changed.stop()
  }
  return { rows, next, busy, problem, outdated, selected, reload, more, selectAll, stop: () => { stopping = true }, heard, end }
}
