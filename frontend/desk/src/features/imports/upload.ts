import { Problem } from '@core/api'
import { putFile } from '@app/api'
import type { Import } from './text'

export const most = 200 << 20 // bytes of a file

const tries = 5
const pause = 2_000 // ms, longer with each try

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** partOf sends one part, again where the network failed: the server takes each part once. */
async function partOf(one: Import, file: File): Promise<Import> {
  const form = new FormData()
  form.append('file', file.slice(one.parts * one.part_size, (one.parts + 1) * one.part_size), 'part')
  for (let n = 1; ; n++) {
    try {
      return await putFile<Import>(`/imports/${one.id}/parts/${one.parts}`, form)
    } catch (error) {
      if (n === tries || !(error instanceof Problem) || !error.passing) throw error
      await wait(n * pause)
    }
  }
}

/** upload sends what has not come yet, part by part; told hears of each. It ends early when it is no longer wanted. */
export async function upload(one: Import, file: File, told: (one: Import) => void, wanted: () => boolean): Promise<Import> {
  while (one.parts * one.part_size < file.size && wanted()) {
    one = await partOf(one, file)
    if (wanted()) told(one)
  }
  return one
}
