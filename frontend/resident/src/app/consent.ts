import { ref } from 'vue'
import { onWeb } from './platform'

type Reply = { event: 'exposureAuthorization' } | { event: 'agree'; buttonId: string } | { event: 'disagree' }

interface WeChatPrivacy {
  onNeedPrivacyAuthorization?(asked: (resolve: (reply: Reply) => void) => void): void
  openPrivacyContract?(options: { fail(): void }): void
}

const wechat = uni as unknown as WeChatPrivacy

/** agreeButton is the id of the button that WeChat wants to be pressed. */
export const agreeButton = 'consent-agree'

/** asking is whether WeChat waits for a yes or a no before it gives a screen the place, the microphone, pictures or the phone number. */
export const asking = ref(false)

let waiting: ((reply: Reply) => void)[] = []

/** hearConsent lets questions for consent reach the screen, from the start of a mini-program on. */
export function hearConsent(): void {
  if (onWeb) return
  wechat.onNeedPrivacyAuthorization?.((resolve) => {
    waiting.push(resolve)
    asking.value = true
    resolve({ event: 'exposureAuthorization' })
  })
}

/** answer gives everything that waits the person's yes or no. */
export function answer(agreed: boolean): void {
  asking.value = false
  const all = waiting
  waiting = []
  all.forEach((resolve) => resolve(agreed ? { event: 'agree', buttonId: agreeButton } : { event: 'disagree' }))
}

/** readContract shows the privacy notice that WeChat holds of this mini-program. */
export const readContract = () => wechat.openPrivacyContract?.({ fail: () => undefined })
