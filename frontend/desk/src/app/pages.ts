export interface Paged<T> { items: T[]; next: string }

/** everyPage reads a list to its end, or until it is told to stop, telling how far it is. */
export async function everyPage<T>(read: (cursor: string | undefined) => Promise<Paged<T>>, on: { more?: (soFar: T[]) => boolean } = {}): Promise<T[]> {
  const all: T[] = []
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    all.push(...page.items)
    cursor = page.next || undefined
  } while (cursor && (on.more?.(all) ?? true))
  return all
}
