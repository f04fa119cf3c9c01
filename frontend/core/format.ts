import { cityNow } from './clock'
import { language } from './words'

// China has no summer time, so a fixed offset gives the same as the zone, also in mini-programs without Intl zones.
const offset = 8 * 3_600_000

interface Wall { year: number; month: number; day: number; weekday: number; hour: number; minute: number }

/** wall reads a moment as clocks in the city show it. */
export function wall(moment: string | number | Date): Wall {
  const at = new Date(new Date(moment).getTime() + offset)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), weekday: at.getUTCDay(),
    hour: at.getUTCHours(), minute: at.getUTCMinutes() }
}

const two = (n: number) => String(n).padStart(2, '0')
const weekdays = { zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'], en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] }
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** date writes the day of a moment, today if none is given, as the API does. */
export function date(moment: number | Date = cityNow()): string {
  const at = wall(moment)
  return `${at.year}-${two(at.month)}-${two(at.day)}`
}

/** when says a moment the way people speak of it: today with the hour alone, else with the day. */
export function when(moment: string, now = cityNow()): string {
  const at = wall(moment)
  const clock = `${two(at.hour)}:${two(at.minute)}`
  const days = dayNumber(moment) - dayNumber(now)
  const near = { zh: { '-1': '昨天', 0: '今天', 1: '明天' }, en: { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' } }[language()] as Record<string, string>
  if (near[days]) return `${near[days]} ${clock}`
  return `${day(moment, now)} ${clock}`
}

/** day says the date, without the year when it is this one. */
export function day(moment: string, now = cityNow()): string {
  const at = wall(moment)
  const week = weekdays[language()][at.weekday]
  const year = at.year === wall(now).year ? '' : language() === 'zh' ? `${at.year}年` : ` ${at.year}`
  return language() === 'zh' ? `${year}${at.month}月${at.day}日 ${week}` : `${week} ${at.day} ${months[at.month - 1]}${year}`
}

const dayNumber = (moment: string | number) => Math.floor((new Date(moment).getTime() + offset) / 86_400_000)

/** left says how long until a moment, or since it passed. */
export function left(moment: string, now = cityNow()): string {
  const minutes = Math.round((new Date(moment).getTime() - now) / 60_000)
  const span = lasting(Math.abs(minutes))
  if (language() === 'zh') return minutes >= 0 ? `还有${span}` : `已过${span}`
  return minutes >= 0 ? `${span} left` : `${span} ago`
}

/** lasting says a number of minutes in the largest fitting unit. */
export function lasting(minutes: number): string {
  const zh = language() === 'zh'
  if (minutes < 60) return zh ? `${minutes}分钟` : `${minutes} min`
  if (minutes < 48 * 60) return zh ? `${trim(minutes / 60)}小时` : `${trim(minutes / 60)} h`
  return zh ? `${Math.floor(minutes / 1440)}天` : `${Math.floor(minutes / 1440)} days`
}

const trim = (n: number) => n.toFixed(1).replace(/\.0$/, '')

/** distance says metres, in kilometres from one on. */
export function distance(metres: number): string {
  if (metres < 1000) return language() === 'zh' ? `${Math.round(metres / 10) * 10}米` : `${Math.round(metres / 10) * 10} m`
  return language() === 'zh' ? `${trim(metres / 1000)}公里` : `${trim(metres / 1000)} km`
}

