/** icons of the categories of the menu, by code. */
export const icons: Record<string, string> = {
  elders: 'elder', health: 'heart', schooling: 'book', hardship: 'gift', repairs: 'wrench', errands: 'errand', law: 'scales', neighbourhood: 'leaf',
}
