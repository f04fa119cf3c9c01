import { words } from '@core/words'
import { ref } from 'vue'
import { createOutbox, type Post } from '@core/outbox'
import { post } from './api'
import { me } from './session'
import { store } from './store'
import { uploaded } from './upload'

const text = words({
  stale: ['等了一天还没有回音,可能已经提交过。请先看看“我的订单”里有没有,没有再提交', 'There was no answer for a day, so it may have been sent already. Please look at your orders first'],
})

const pace = 20_000 // ms between tries while something waits

/** waiting are the posts that go by themselves once the server is there; refused are those that somebody must mend. */
export const waiting = ref<Post[]>([])
export const refused = ref<Post[]>([])

let next: ReturnType<typeof setTimeout>

export const outbox = createOutbox({
  store,
  send: async ({ path, body, key }) => post(path, await uploaded(body), key),
  now: Date.now,
  stale: () => text.stale,
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
