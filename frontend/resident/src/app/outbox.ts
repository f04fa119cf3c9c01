import { ref } from 'vue'
import { createOutbox, type Post } from '@core/outbox'
import { api } from './api'
import { me } from './session'
import { store } from './store'
import { uploaded } from './upload'

const pace = 20_000 // ms between tries while something waits

/** waiting are the posts that go by themselves once the server is there; refused are those that somebody must mend. */
export const waiting = ref<Post[]>([])
export const refused = ref<Post[]>([])

type AnyPost = (method: 'post', path: never, call: { body: unknown; key: string }) => Promise<unknown>

let next: ReturnType<typeof setTimeout>

export const outbox = createOutbox({
  store,
  send: async (post) => (api as unknown as AnyPost)('post', post.path as never, { body: await uploaded(post.body), key: post.key }),
  changed: show,
})

show(outbox.all())

function show(posts: Post[]): void {
  waiting.value = posts.filter((post) => post.refused === undefined)
  refused.value = posts.filter((post) => post.refused !== undefined)
  plan()
}

/** plan has what waits tried again after a while: a busy server tells nobody when it is free. */
function plan(): void {
  clearTimeout(next)
  if (waiting.value.length) next = setTimeout(() => void flush(), pace)
}

/** flush sends what waits for whoever is logged in. */
export async function flush(): Promise<void> {
  if (me.value && waiting.value.length) await outbox.flush(me.value.id)
  plan()
}
