import { words } from '@core/words'

const text = words({ none: ['暂无数据', 'No data'] })

/** percent says a rate; one without a whole has no data, which is not nothing. */
export const percent = (rate: number | null | undefined) => (rate === null || rate === undefined ? text.none : `${(rate * 100).toFixed(1)}%`)

/** change says how much more something is than before. */
export const change = (rate: number | null | undefined) => (rate === null || rate === undefined ? '—' : `${rate > 0 ? '+' : ''}${(rate * 100).toFixed(1)}%`)
