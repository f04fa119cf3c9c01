import { language } from '@core/words'
import { menu, readMenu } from './menu'

/** skills are what volunteers may say that they can do. */
export const skills = () => menu.value?.skills ?? []

/** skillNames are skills in the language of the screen. */
export function skillNames(codes: string[]): string {
  void readMenu().catch(() => undefined)
  return codes.map((code) => skills().find((one) => one.code === code)?.[language()] ?? code).join('、')
}
