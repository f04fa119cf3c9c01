import { ref } from 'vue'

export interface Toast { text: string; bad: boolean }

/** toast is what the screen says for a moment. */
export const toast = ref<Toast>()

const shown = 4_000 // ms

let timer: ReturnType<typeof setTimeout>

export function say(text: string, bad = false): void {
  toast.value = { text, bad }
  clearTimeout(timer)
  timer = setTimeout(() => { toast.value = undefined }, shown)
}
