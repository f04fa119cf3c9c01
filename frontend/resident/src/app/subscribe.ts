import { api } from './api'
import { onWeb } from './platform'

const most = 3 // templates that WeChat takes in one question

let templates: string[] = []

/** learnTemplates asks the server which messages it can send, so that askToNotify has them at hand. */
export async function learnTemplates(): Promise<void> {
  if (onWeb) return
  templates = (await api('get', '/site', {}).catch(() => undefined))?.wechat_templates ?? []
}

/**
 * askToNotify asks in a mini-program whether WeChat may tell what happens next; one yes is good for one message. WeChat shows the question
 * only if it is called right in a tap, before anything is awaited. On the web it does nothing.
 */
export function askToNotify(): void {
  if (onWeb || !templates.length) return
  uni.requestSubscribeMessage({ tmplIds: templates.slice(0, most), fail: () => undefined })
}
