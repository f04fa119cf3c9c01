import { speak, type Language } from '@core/words'
import { reactive, watchEffect } from 'vue'
import { store } from './store'

export interface Settings {
  language: Language
  theme: 'auto' | 'light' | 'dark'
  sound: boolean // a quiet tone when something new waits
  narrow: boolean // the navigation shows symbols alone
}

/** settings of this device; they outlive the session. */
export const settings = reactive<Settings>({ language: 'zh', theme: 'auto', sound: true, narrow: false, ...store.get<Partial<Settings>>('settings') })

const nightly = matchMedia('(prefers-color-scheme: dark)')

/** isDark is what the theme comes to on this device, now. */
export const isDark = () => settings.theme === 'dark' || (settings.theme === 'auto' && nightly.matches)

speak(() => settings.language)

function show(): void {
  store.set('settings', { ...settings })
  document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.classList.toggle('dark', isDark())
}

watchEffect(show, { flush: 'sync' })
nightly.addEventListener('change', show)
