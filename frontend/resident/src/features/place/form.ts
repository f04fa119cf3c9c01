import { Problem } from '@core/api'
import { fill } from '@core/words'
import type { components } from '@core/schema'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { newKey } from '@app/api'
import { blank, createDrafts, type Draft, type Kind } from '@app/draft'
import { asProblem } from '@app/load'
import { flush, outbox, refused, waiting } from '@app/outbox'
import { me } from '@app/session'
import { store } from '@app/store'
import { askToNotify } from '@app/subscribe'
import { forgetFile, uploads } from '@app/upload'
import { say } from '@kit/toast'
import { bodyOf, length, longestDetail, longestTitle, written, wrongs, type Part } from './body'
import { text } from './text'

type Order = components['schemas']['OrderView']

const drafts = createDrafts(store)
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Stage: the form is being filled in, waits for the network, or brought an order in danger. */
export type Stage = 'form' | 'saved' | 'danger'

/** useForm is one order that is being written, kept on the device at each change, and sent once. */
export function useForm(done: (order: string) => void, gone: () => void) {
  const form = reactive<Draft>(blank('', 'request', '', '', newKey))
  const wrong = ref<Partial<Record<Part, string>>>({})
  const stage = ref<Stage>('form')
  const order = shallowRef<Order>()
  const busy = ref(false)
  const resumed = ref(false)
  const others = ref<Draft[]>([])
  let given = '' // the title that the menu gave
  let loaded = ''

  const owner = () => me.value?.id ?? ''
  const posts = () => [...waiting.value, ...refused.value].map((post) => post.key)

  function list(): void {
    drafts.settle(posts()).forEach((draft) => draft.files.forEach((file) => void forgetFile(file.ref)))
    others.value = drafts.of(owner()).filter((draft) => draft.id !== form.id)
  }

  function show(draft: Draft, title: string): void {
    given = title
    Object.assign(form, plain(draft))
    if (!form.title) form.title = title
    loaded = JSON.stringify(form)
    wrong.value = {}
    stage.value = waiting.value.some((post) => post.key === form.key) ? 'saved' : 'form'
    const post = refused.value.find((one) => one.key === form.key)
    if (post) oppose(new Problem(422, '', post.refused ?? '', post.fields))
    list()
  }

  /** begin opens what was begun before for the same thing, else a new draft. */
  function begin(kind: Kind, item: string, title: string, fresh = false): void {
    list()
    const before = fresh ? undefined : drafts.of(owner()).find((draft) => draft.kind === kind && draft.item === item && !draft.sent)
    resumed.value = Boolean(before)
    show(before ?? blank(owner(), kind, item, me.value?.area_code ?? '', newKey), title)
  }

  function resume(draft: Draft): void {
    resumed.value = !draft.sent
    show(draft, '')
  }

  function discard(draft: Draft): void {
    outbox.drop(draft.key)
    drafts.drop(draft.id)
    draft.files.forEach((file) => void forgetFile(file.ref))
    list()
  }

  watch(form, () => {
    if (form.owner && stage.value === 'form' && JSON.stringify(form) !== loaded) save()
  }, { deep: true, flush: 'sync' })

  function save(): void {
    loaded = ''
    if (written(form, given)) drafts.save({ ...plain(form), at: Date.now() })
    else drafts.drop(form.id)
  }

  const checks: [part: Part, bad: () => string | false][] = [
    ['title', () => !form.title.trim() && !form.files.some((file) => file.kind === 'voice') && text.needTitle],
    ['title', () => length(form.title.trim()) > longestTitle && fill(text.longTitle, { n: longestTitle, is: length(form.title.trim()) })],
    ['detail', () => length(form.detail.trim()) > longestDetail && fill(text.longDetail, { n: longestDetail, is: length(form.detail.trim()) })],
    ['area', () => !form.where.area && text.needArea],
    ['files', () => form.files.some(({ ref: name }) => uploads[name]?.problem && !uploads[name].problem!.passing) && text.badFiles],
    ['helped', () => form.helped.who === 'other' && !(form.helped.name.trim() && form.helped.phone.trim()) && text.needHelped],
  ]

  function check(): boolean {
    wrong.value = {}
    for (const [part, bad] of checks) {
      const why = bad()
      if (why) wrong.value[part] ??= why
    }
    const well = !Object.keys(wrong.value).length
    if (!well) say(text.mend, true)
    return well
  }

  async function submit(): Promise<void> {
    if (busy.value || !check()) return
    askToNotify()
    busy.value = true
    const post = { key: form.key, owner: owner(), path: '/orders', body: plain(bodyOf(form, text.spoken)), title: form.title.trim() || text.spoken, at: Date.now() }
    try {
      const sending = outbox.post(post)
      mark(true)
      arrive(await sending as Order)
    } catch (error) {
      fail(asProblem(error))
    } finally {
      busy.value = false
    }
  }

  // Only after the post is in the outbox may the draft count as sent: a crash in between loses nothing.
  function mark(sent: boolean): void {
    form.sent = sent
    drafts.save({ ...plain(form), at: Date.now() })
  }

  function arrive(made: Order): void {
    drafts.drop(form.id)
    form.files.forEach((file) => void forgetFile(file.ref))
    form.owner = '' // nothing is saved any more
    order.value = made
    if (made.emergency?.length) stage.value = 'danger'
    else done(made.id)
  }

  function fail(problem: Problem): void {
    if (problem.passing && waiting.value.some((post) => post.key === form.key)) {
      stage.value = 'saved'
      return
    }
    mark(false)
    if (problem.passing) return say(text.notKept, true)
    withdraw()
    if (problem.code === 'idempotency.mismatch') {
      drafts.drop(form.id)
      form.owner = ''
      say(text.earlier)
      return gone()
    }
    oppose(problem)
  }

  /** oppose shows what the server said against single fields beside them. */
  function oppose(problem: Problem): void {
    const { at, rest } = wrongs(problem.fields)
    wrong.value = at
    say(rest[0] ?? (Object.keys(at).length ? text.mend : problem.message), true)
  }

  /** withdraw takes the post back, to be written anew: what was refused made no order, so the next try may carry a new key. */
  function withdraw(): void {
    outbox.drop(form.key)
    form.key = newKey()
    save()
  }

  /** change opens what waits for the network again. The key stays: if the first try did arrive, the server says so. */
  function change(): void {
    outbox.drop(form.key)
    stage.value = 'form'
    mark(false)
    list()
  }

  async function again(): Promise<void> {
    busy.value = true
    await flush().finally(() => { busy.value = false })
  }

  // What waited here may be taken, or refused, while one looks on.
  watch([waiting, refused], () => {
    if (stage.value !== 'saved' || busy.value && waiting.value.some((post) => post.key === form.key)) return
    const post = refused.value.find((one) => one.key === form.key)
    if (post) {
      stage.value = 'form'
      fail(new Problem(422, '', post.refused ?? '', post.fields))
    } else if (!waiting.value.some((one) => one.key === form.key)) {
      list()
      say(text.arrived)
      gone()
    }
  })

  return {
    form, wrong, stage, order, busy, resumed, others, begin, resume, discard, submit, change, again,
    title: computed(() => text[form.kind]),
  }
}
