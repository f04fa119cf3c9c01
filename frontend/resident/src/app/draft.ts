import type { Store } from '@core/store'
import type { Attachment } from './upload'

export type Kind = 'menu' | 'wish' | 'request'

/** Helped is whom an order is for. */
export interface Helped { who: 'self' | 'kin' | 'other'; id: string; name: string; phone: string }

/** Where is the place of an order; an empty detail means the address of the profile. */
export interface Where { area: string; detail: string; lat?: number; lng?: number }

/** Draft is an order that is being written. Its key goes with every try to send it, so that the server makes one order of it. */
export interface Draft {
  id: string
  key: string
  owner: string // who writes it: on a shared phone nobody else sees it
  kind: Kind
  item: string // of the menu; else empty
  title: string
  detail: string
  where: Where
  wanted: { from: string; to: string }[]
  slots: number
  visibility: 'public' | 'private'
  helped: Helped
  files: Attachment[]
  at: number // ms, of the last change
  sent: boolean // it was handed to the outbox
}

const kept = 'drafts'
const most = 20 // on one device; the oldest goes first

/** blank is a draft in which nothing is written yet. Wishes are for everybody to see, the others are not. */
export function blank(owner: string, kind: Kind, item: string, area: string, key: () => string): Draft {
  return {
    id: key(), key: key(), owner, kind, item, title: '', detail: '', where: { area, detail: '' }, wanted: [], slots: 1,
    visibility: kind === 'wish' ? 'public' : 'private', helped: { who: 'self', id: '', name: '', phone: '' }, files: [], at: 0, sent: false,
  }
}

/** createDrafts keeps drafts on the device, each until its order exists or the person drops it. */
export function createDrafts(store: Store) {
  const all = () => store.get<Draft[]>(kept) ?? []
  const write = (drafts: Draft[]) => store.set(kept, drafts)

  return {
    /** of lists somebody's drafts, the latest first. */
    of: (owner: string) => all().filter((draft) => draft.owner === owner).sort((a, b) => b.at - a.at),

    save(draft: Draft): void {
      write([draft, ...all().filter((other) => other.id !== draft.id)].sort((a, b) => b.at - a.at).slice(0, most))
    },

    drop(id: string): void {
      write(all().filter((draft) => draft.id !== id))
    },

    /** settle drops and returns the drafts that were handed to the outbox and are no longer in it: their orders exist. */
    settle(waiting: string[]): Draft[] {
      const done = all().filter((draft) => draft.sent && !waiting.includes(draft.key))
      if (done.length) write(all().filter((draft) => !done.some((other) => other.id === draft.id)))
      return done
    },
  }
}
