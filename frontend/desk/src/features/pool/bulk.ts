import { reactive } from 'vue'

/** Fate is what became of one row of a bulk act. */
export interface Fate<T> { row: T; refused?: string }

export interface Bulk<T> {
  running: boolean
  done: number
  total: number
  refused: Fate<T>[]
  run(rows: T[], act: (row: T) => Promise<unknown>): Promise<void>
  stop(): void
}

const abreast = 4 // how many are under way at once

/** createBulk raises one act for many rows, some at a time, over the same door that a single one takes. It can be stopped, and says of each row that was refused why. */
export function createBulk<T>(): Bulk<T> {
  let stopped = false
  const bulk: Bulk<T> = reactive({
    running: false, done: 0, total: 0, refused: [],
    async run(rows: T[], act: (row: T) => Promise<unknown>) {
      stopped = false
      Object.assign(bulk, { running: true, done: 0, total: rows.length, refused: [] })
      const queue = rows.values()
      const work = async () => {
        for (const row of queue) {
          if (stopped) return
          await act(row).catch((problem: Error) => bulk.refused.push({ row, refused: problem.message }))
          bulk.done++
        }
      }
      await Promise.all(Array.from({ length: abreast }, work))
      bulk.running = false
    },
    stop() { stopped = true },
  }) as Bulk<T>
  return bulk
}
