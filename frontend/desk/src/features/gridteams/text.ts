import { words } from '@core/words'

export const text = words({
  how: ['一长、一员、多名兼职,定岗到网格;缺岗和超负荷在这里提示', 'A chief, a liaison and others, each with a post of a grid; what is vacant or too much is shown here'],
  grids: ['网格', 'Grids'],
  grid: ['网格', 'Grid'],
  dwellings: ['住房(套)', 'Dwellings'],
  lacks: ['提示', 'Lacks'],
  whole: ['队伍齐备', 'Nothing is lacking'],
  none: ['没有符合条件的网格', 'No grid matches'],
  nobody: ['这个网格还没有人定岗', 'Nobody has a post of this grid yet'],
  team: ['网格队伍', 'Grid team'],
  back: ['全部网格', 'All grids'],
  post: ['岗位', 'Post'],
  origin: ['来源', 'Origin'],
  from: ['开始', 'From'],
  until: ['最后一天', 'Last day'],
  untilHow: ['不填表示长期', 'Empty: until further notice'],
  appoint: ['定岗', 'Appoint'],
  end: ['结束', 'End'],
  endOf: ['结束 {name} 的岗位', 'End the post of {name}'],
  appointed: ['已定岗', 'Appointed'],
  ended: ['已设定最后一天', 'The last day is set'],
  stretched: ['在多个网格任职', 'Posts in several grids'],
  coming: ['未到任', 'Yet to come'],
  open: ['长期', 'Open'],
})

export const kinds = words({ chief: ['网格长', 'Chief'], liaison: ['网格联络员', 'Liaison'], full_time: ['专职网格员', 'Full-time'], part_time: ['兼职网格员', 'Part-time'] })

export const origins = words({
  community_staff: ['社区工作者', 'Community staff'], owners_committee: ['业主委员会', "Owners' committee"], property_staff: ['物业人员', 'Property staff'],
  residents: ['居民', 'Residents'],
})

/** gaps are what a grid may lack, as models/gridteam names it with its limits. */
export const gaps = words({
  no_chief: ['缺网格长', 'No chief'], no_liaison: ['缺联络员', 'No liaison'], no_full_time: ['缺专职网格员', 'No full-time worker'],
  crowded: ['专职人均超 500 套', 'Over 500 dwellings a worker'], stretched: ['有人跨 3 个以上网格', 'Somebody in 3 grids or more'],
})

export type Kind = keyof typeof kinds
export type Origin = keyof typeof origins
export type Gap = keyof typeof gaps
