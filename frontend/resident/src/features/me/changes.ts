/** Profile is what one may change of oneself. */
export interface Profile { name: string; address: string; area_code: string }

/** changes are the fields of now that differ, so that what nobody touched is not written again. */
export function changes(before: Profile, now: Profile): Partial<Profile> {
  const changed: Partial<Profile> = {}
  for (const name of ['name', 'address', 'area_code'] as const) {
    const value = now[name].trim()
    if (value !== before[name]) changed[name] = value
  }
  return changed
}
