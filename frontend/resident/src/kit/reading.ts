import { onHide, onUnload } from '@dcloudio/uni-app'
import { computed, onUnmounted, ref, type ComputedRef, type Ref } from 'vue'
import { onWeb } from '@app/platform'
import { settings } from '@app/settings'
import { pieces } from './pieces'

const voices = ref<SpeechSynthesisVoice[]>([])

function speaker(): SpeechSynthesis | undefined {
  return onWeb && 'speechSynthesis' in window ? window.speechSynthesis : undefined
}

const count = () => { voices.value = speaker()?.getVoices() ?? [] }
count()
speaker()?.addEventListener?.('voiceschanged', count)

/** useReading reads a page aloud. can tells whether the device has a voice for the language of the screen. */
export function useReading(words: () => string): { can: ComputedRef<boolean>; reading: Ref<boolean>; turn: () => void } {
  const can = computed(() => voices.value.some((voice) => voice.lang.toLowerCase().startsWith(settings.language)))
  const reading = ref(false)

  function stop(): void {
    if (reading.value) speaker()?.cancel()
    reading.value = false
  }

  function start(): void {
    const all = pieces(words())
    reading.value = all.length > 0
    all.forEach((piece, i) => {
      const said = new SpeechSynthesisUtterance(piece)
      said.lang = settings.language === 'zh' ? 'zh-CN' : 'en-US'
      said.rate = 0.9
      if (i === all.length - 1) said.onend = () => { reading.value = false }
      speaker()?.speak(said)
    })
  }

  onHide(stop)
  onUnload(stop)
  onUnmounted(stop)
  return { can, reading, turn: () => (reading.value ? stop() : start()) }
}
