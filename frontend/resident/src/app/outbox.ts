import { ref } from 'vue'
import { createOutbox, type Post } from '@core/outbox'
import { api } from './api'
import { me } from './session'
import { store } from './store'

/** waiting are the posts that the server has not taken yet. */
export const waiting = ref<Post[]>([])

type AnyPost = (method: 'post', path: never, call: { body: unknown; key: string }) => Promise<unknown>

export const outbox = createOutbox({
  store,
  send: (post) => (api as unknown as AnyPost)('post', post.path as never, { body: post.body, key: post.key }),
  changed: (posts) => { waiting.value = posts },
})

waiting.value = outbox.all()

/** flush sends what waits for whoever is logged in. */
export async function flush(): Promise<void> {
  if (me.value && outbox.all().length) await outbox.flush(me.value.id)
}
