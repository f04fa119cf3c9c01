import { onWeb } from './platform'

const most = 3 // templates that WeChat takes in one question

let templates: string[] = []

/** offer keeps the templates of the messages that the server can send, so that askToNotify has them at hand. */
export function offer(sent: string[]): void {
  templates = sent
}

/**
 * askToNotify asks in a mini-program whether WeChat may tell what happens next; one yes is good for one message. WeChat shows the question
 * only if it is called right in a tap, before anything is awaited. On the web it does nothing.
 */
export function askToNotify(): void {
  if (onWeb || !templates.length) return
  uni.requestSubscribeMessage({ tmplIds: templates.slice(0, most), fail: () => undefined })
}
