const first = ['answer', 'rate', 'accept', 'sign_in', 'finish', 'resume', 'claim']
const usual = ['dispute', 'decline', 'urge', 'comment', 'attach', 'follow', 'appeal', 'absent', 'suspend']
const rare = ['return', 'cancel']
const safety = ['report_danger', 'complain']
const known = [...first, ...usual, ...rare, ...safety]

/** Layout is where the buttons of an order stand. */
export interface Layout {
  main: string // '' is none
  usual: string[]
  rare: string[]
  safety: string[]
  desk: boolean // there are acts of staff, who do them elsewhere
}

/** layout gives each act that the server allows one place: the most awaited one leads, what harms stands last. */
export function layout(can: string[]): Layout {
  const among = (list: string[]) => list.filter((act) => can.includes(act))
  const [main = '', ...others] = among(first)
  return { main, usual: [...others, ...among(usual)], rare: among(rare), safety: among(safety), desk: can.some((act) => !known.includes(act)) }
}
