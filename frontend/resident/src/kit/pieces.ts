const longest = 120 // characters: browsers break off utterances that take longer than about 15 s

/** pieces cuts a text into what can be read aloud in one breath: at the ends of lines and sentences, and where a sentence is too long. */
export function pieces(text: string): string[] {
  const sentences = (text.match(/[^\n。!?;]+[。!?;]*/g) ?? []).map((piece) => piece.trim()).filter((piece) => /[\w\u3400-\u9fff]/.test(piece))
  return sentences.flatMap((sentence) => sentence.match(new RegExp(`[\\s\\S]{1,${longest}}`, 'gu')) ?? [])
}
