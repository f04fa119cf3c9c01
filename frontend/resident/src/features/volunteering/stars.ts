/** toNext is how many whole minutes are missing to the next star, and which; nothing once all are worn. from are the hours of each star. */
export function toNext(minutes: number, stars: number, from: number[]): { star: number; minutes: number } | undefined {
  const hours = from[stars]
  return hours === undefined ? undefined : { star: stars + 1, minutes: Math.max(0, hours * 60 - minutes) }
}

export interface Month { month: string; minutes: number }
export interface Bar extends Month { percent: number }

/** bars are months with their share of the fullest one; the least that is not nothing stays visible. */
export function bars(months: Month[]): Bar[] {
  const most = Math.max(0, ...months.map((month) => month.minutes))
  return months.map((month) => ({ ...month, percent: most === 0 || month.minutes <= 0 ? 0 : Math.max(2, Math.round((month.minutes / most) * 100)) }))
}
