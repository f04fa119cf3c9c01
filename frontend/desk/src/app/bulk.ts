import { reactive } from 'vue'
import type { Problem } from '@core/api'
import { asProblem } from './problem'

/** Bulk is one act raised for many rows: how far it is, which rows it went through for, and why each other one was refused. */
export interface Bulk<T> {
  running: boolean
  stopped: boolean
  done: number
  total: number
  went: T[]
  refused: { row: T; problem: Problem }[]
  run(rows: T[], act: (row: T) => Promise<unknown>): Promise<void>
  stop(): void
}

const abreast = 4 // how many are under way at once

/** createBulk raises an act some rows at a time, over the same door that a single one takes. Once stopped, it begins no further row. */
export function createBulk<T>(): Bulk<T> {
  const bulk: Bulk<T> = reactive({
    running: false, stopped: false, done: 0, total: 0, went: [], refused: [],
    async run(rows: T[], act: (row: T) => Promise<unknown>) {
      Object.assign(bulk, { running: true, stopped: false, done: 0, total: rows.length, went: [], refused: [] })
      const queue = rows.values()
      const work = async () => {
        for (const row of queue) {
          if (bulk.stopped) return
          try {
            await act(row)
            bulk.went.push(row)
          } catch (error) {
            bulk.refused.push({ row, problem: asProblem(error) })
          }
          bulk.done++
        }
      }
      await Promise.all(Array.from({ length: abreast }, work))
      bulk.running = false
    },
    stop() { bulk.stopped = true },
  }) as Bulk<T>
  return bulk
}
