/** Channels are the ways beside the inbox, by kind of notice. */
export type Channels = Record<string, string[]>

/** groups gather the kinds that one decides about together; everybody's first, then those of volunteers. */
export const groups = {
  toDo: ['order.asked', 'order.done', 'order.unanswered', 'order.placed_for_you'],
  visits: ['order.taken', 'order.started', 'order.absent', 'order.changed_hands'],
  results: ['order.rejected', 'order.unfulfillable', 'order.appeal_granted', 'order.appeal_refused', 'order.lapsed', 'correction.decided'],
  progress: ['order.published', 'order.referred', 'order.suspended', 'order.resumed', 'order.extended', 'order.merged', 'order.commented',
    'order.followed_done', 'order.followed_ended'],
  offers: ['order.offered', 'order.withdrawn', 'order.missed', 'order.taken_away', 'order.cancelled', 'order.urged', 'order.supervised'],
  served: ['order.signed_out', 'order.rated', 'hours.corrected'],
} as const

export type Group = keyof typeof groups

/** chosen are the channels by which most of a group goes out, so that one kind that differs does not hide what is usual. */
export function chosen(channels: Channels, group: Group): string[] {
  const kinds = groups[group].filter((kind) => channels[kind])
  const ways = new Set(kinds.flatMap((kind) => channels[kind]))
  return [...ways].filter((way) => kinds.filter((kind) => channels[kind].includes(way)).length * 2 > kinds.length).sort()
}

/** choose sends a whole group out by these channels and leaves all others as they are. */
export function choose(channels: Channels, group: Group, ways: string[]): Channels {
  return { ...channels, ...Object.fromEntries(groups[group].filter((kind) => channels[kind]).map((kind) => [kind, [...ways].sort()])) }
}
