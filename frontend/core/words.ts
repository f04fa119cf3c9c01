/** The languages of the screens; the first is the one they open in. */
export type Language = 'zh' | 'en'

let speaking: () => Language = () => 'zh'

/** speak tells where the language is read from, at each use, so that a reactive source makes screens follow it. */
export function speak(source: () => Language): void {
  speaking = source
}

export const language = (): Language => speaking()

/** Pairs are texts by name, each in Chinese and English: a text in one language only does not compile. */
export type Pairs = Record<string, readonly [zh: string, en: string]>

/** words gives each text in the language of the moment. */
export function words<P extends Pairs>(pairs: P): Readonly<Record<keyof P, string>> {
  const spoken = {} as Record<keyof P, string>
  for (const name in pairs) {
    Object.defineProperty(spoken, name, { enumerable: true, get: () => pairs[name][speaking() === 'zh' ? 0 : 1] })
  }
  return spoken
}

/** fill puts values where a text names them in braces. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces))
}
