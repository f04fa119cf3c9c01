import { Problem, problemOf, type Reply } from '@core/api'
import { reactive } from 'vue'
import { base, headers, newKey } from './api'
import { files, type Local } from './files'
import { onWeb } from './platform'
import { store } from './store'

/** Attachment is a picture or a voice of a form, by the name under which this device keeps it. */
export interface Attachment { ref: string; kind: 'picture' | 'voice'; seconds?: number }

/** Upload is how far a file is on its way. */
export interface Upload { part: number; done?: boolean; problem?: Problem }

interface Taken { id: string; at: number }

const mark = 'local:'
const taken = 'uploaded' // ref → what the server made of it
const goodFor = 20 * 3_600_000 // ms; the server forgets what nothing was attached to after a day
const patience = 120_000 // ms

/** uploads are the files that are or were on their way since the app was opened. */
export const uploads = reactive<Record<string, Upload>>({})

const running = new Map<string, Promise<string>>()
const links = new Map<string, string>()

/** keep takes a picked or recorded file over and gives the name under which it is found again. */
export async function keep(local: Local): Promise<string> {
  const ref = mark + newKey()
  await files.put(ref, local)
  return ref
}

/** shown gives an address under which the page can show or play a kept file; empty when the file is gone. */
export async function shown(ref: string): Promise<string> {
  const known = links.get(ref)
  if (known) return known
  const local = await files.get(ref)
  if (!local) return ''
  const link = typeof local === 'string' ? local : URL.createObjectURL(local)
  links.set(ref, link)
  return link
}

/** forgetFile drops a kept file and all that is known of it. */
export async function forgetFile(ref: string): Promise<void> {
  const link = links.get(ref)
  if (link?.startsWith('blob:')) URL.revokeObjectURL(link)
  links.delete(ref)
  delete uploads[ref]
  const { [ref]: _, ...others } = store.get<Record<string, Taken>>(taken) ?? {}
  store.set(taken, others)
  await files.remove(ref)
}

/** upload brings a kept file to the server, once, and gives its id there. Calls at the same time share one way. */
export function upload(ref: string): Promise<string> {
  const before = store.get<Record<string, Taken>>(taken)?.[ref]
  if (before && Date.now() - before.at < goodFor) {
    uploads[ref] = { part: 1, done: true }
    return Promise.resolve(before.id)
  }
  const way = running.get(ref) ?? carry(ref).finally(() => running.delete(ref))
  running.set(ref, way)
  return way
}

async function carry(ref: string): Promise<string> {
  uploads[ref] = { part: 0 }
  try {
    const local = await files.get(ref)
    if (!local) throw new Problem(410, 'file.gone', '')
    const reply = await (onWeb ? viaBrowser : viaMiniProgram)(local as never, (part) => { uploads[ref] = { part } })
    if (reply.status !== 201) throw problemOf(reply)
    const { id } = reply.data as { id: string }
    store.set(taken, { ...store.get<Record<string, Taken>>(taken), [ref]: { id, at: Date.now() } })
    uploads[ref] = { part: 1, done: true }
    return id
  } catch (problem) {
    uploads[ref] = { part: 0, problem: problem as Problem }
    throw problem
  }
}

/** uploaded gives the body of a post as the server takes it: files that are still on this device go there first. */
export async function uploaded(body: unknown): Promise<unknown> {
  const { files: refs, ...rest } = (body ?? {}) as { files?: string[] }
  if (!refs?.some((ref) => ref.startsWith(mark))) return body
  const ids: string[] = []
  for (const ref of refs) ids.push(ref.startsWith(mark) ? await upload(ref) : ref)
  return { ...rest, files: ids }
}

type Progress = (part: number) => void

function viaBrowser(local: Blob, progress: Progress): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', local, 'file')
    request.open('POST', `${base}/files`)
    request.timeout = patience
    Object.entries(headers()).forEach(([name, value]) => request.setRequestHeader(name, value))
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0)
    request.onload = () => resolve({ status: request.status, data: read(request.responseText) })
    request.onerror = request.ontimeout = () => reject(unreached())
    request.send(form)
  })
}

function viaMiniProgram(local: string, progress: Progress): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: `${base}/files`, filePath: local, name: 'file', header: headers(), timeout: patience,
      success: (reply) => resolve({ status: reply.statusCode, data: read(reply.data) }),
      fail: () => reject(unreached()),
    })
    task.onProgressUpdate((event) => progress(event.progress / 100))
  })
}

const unreached = () => new Problem(0, 'network', '')

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
