import { speak, type Language } from '@core/words'
import { reactive, watch } from 'vue'
import { onWeb } from './platform'
import { store } from './store'

export interface Settings {
  language: Language
  theme: 'auto' | 'light' | 'dark'
  elder: boolean // 长辈版: larger text and targets, fewer choices
  largest: boolean // in elder mode: the largest text
  elderOffered: boolean
}

const firstLanguage = (): Language => ((uni.getSystemInfoSync().language ?? 'zh').toLowerCase().startsWith('en') ? 'en' : 'zh')

/** settings of this device; they outlive the session. */
export const settings = reactive<Settings>({
  language: firstLanguage(), theme: 'auto', elder: false, largest: false, elderOffered: false, ...store.get<Partial<Settings>>('settings'),
})

speak(() => settings.language)

watch(settings, (now) => {
  store.set('settings', now)
  show()
}, { flush: 'sync' })

/** show lets the document itself follow, for what stands outside the pages. */
export function show(): void {
  if (!onWeb) return
  document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en'
  document.documentElement.dataset.theme = settings.theme
  document.documentElement.classList.toggle('elder', settings.elder)
  document.documentElement.classList.toggle('largest', settings.largest)
}
