import { Problem, type FieldProblem } from './api'
import type { Store } from './store'

/** Post is something that a person sent while the server may have been out of reach. Its key lets the server do it once, however often it arrives. */
export interface Post {
  key: string
  owner: string // the person who sent it: nobody else's session may send it on
  path: string // of the API, with its ids filled in
  body: unknown
  title: string // what the person sees waiting
  at: number // ms
  refused?: string // what the server said against it; it is kept until the person mends or drops it
  fields?: Record<string, FieldProblem> // what it said against single fields
}

export interface OutboxOptions {
  store: Store
  send(post: Post): Promise<unknown>
  now(): number // ms
  stale(): string // says that a post may have been done already, and where to see that
  changed(posts: Post[]): void
}

const kept = 'outbox'
const keyLife = 23 * 3_600_000 // ms; the server forgets a key after a day, and would do the same once more

/** stays tells whether a post waits on: for the server, or for its owner to log in again. */
const stays = (problem: unknown) => problem instanceof Problem && (problem.passing || problem.status === 401)

/** createOutbox keeps posts until the server took them, in the order in which they were made. */
export function createOutbox({ store, send, now, stale, changed }: OutboxOptions) {
  let running: Promise<void> | undefined

  const all = () => store.get<Post[]>(kept) ?? []
  const write = (posts: Post[]) => {
    store.set(kept, posts)
    changed(posts)
  }
  const drop = (key: string) => write(all().filter((post) => post.key !== key))
  const mark = (key: string, { message: refused, fields }: Pick<Problem, 'message' | 'fields'>) =>
    write(all().map((post) => (post.key === key ? { ...post, refused, fields } : post)))

  /** deliver sends one post that is kept already, and forgets it once it is taken. What passes by itself stays for the next round. */
  async function deliver(post: Post): Promise<unknown> {
    try {
      const reply = await send(post)
      drop(post.key)
      return reply
    } catch (problem) {
      if (!stays(problem)) mark(post.key, problem as Problem)
      throw problem
    }
  }

  async function round(owner: string): Promise<void> {
    for (const post of all()) {
      if (post.refused !== undefined || post.owner !== owner) continue
      if (now() - post.at > keyLife) {
        mark(post.key, { message: stale(), fields: {} })
        continue
      }
      try {
        await deliver(post)
      } catch (problem) {
        if (stays(problem)) return
      }
    }
  }

  return {
    all,
    drop,
    /** post keeps first and sends then: whatever happens in between, it is sent once. */
    post(post: Post): Promise<unknown> {
      write([...all().filter((other) => other.key !== post.key), post])
      return deliver(post)
    },
    /** flush sends what waits for the owner; calls at the same time share one round. */
    flush(owner: string): Promise<void> {
      running ??= round(owner).finally(() => { running = undefined })
      return running
    },
  }
}
