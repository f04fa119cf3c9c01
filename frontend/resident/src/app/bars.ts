import { onWeb } from './platform'
import { settings } from './settings'

// As theme.json says it for devices that decide alone.
const colours = {
  light: { ground: '#f7f4ef', ink: '#000000', pull: 'dark' },
  dark: { ground: '#161412', ink: '#ffffff', pull: 'light' },
} as const

const ofDevice = () => (uni.getSystemInfoSync().theme === 'dark' ? 'dark' : 'light')

/** paintBars gives the native bars around a page of a mini-program the theme that the person chose. */
export function paintBars(): void {
  if (onWeb) return
  const { ground, ink, pull } = colours[settings.theme === 'auto' ? ofDevice() : settings.theme]
  uni.setNavigationBarColor({ frontColor: ink, backgroundColor: ground })
  uni.setBackgroundColor({ backgroundColor: ground })
  uni.setBackgroundTextStyle({ textStyle: pull })
}
