import { words } from '@core/words'

export const text = words({
  how: ['社区党委—网格(小区)党支部—楼栋党小组—党员中心户,四级贯通', 'Committee of a community, branch of a grid or compound, building group, centre household'],
  none: ['还没有组织', 'No organisation yet'],
  noCentres: ['还没有党员中心户', 'No centre household yet'],
  branches: ['{n} 个支部', '{n} branches'],
  groups: ['{n} 个党小组', '{n} groups'],
  centres: ['{n} 户中心户', '{n} centre households'],
  money: ['经费余 {n} 元', '{n} yuan left'],
  open: ['展开 {name}', 'Open {name}'],
  found: ['设立', 'Found'],
  foundCommittee: ['设立社区党委', 'Found a committee'],
  foundBranch: ['设立党支部', 'Found a branch'],
  foundGroup: ['设立党小组', 'Found a group'],
  rename: ['改名', 'Rename'],
  end: ['撤销', 'End'],
  endSure: ['撤销后不再显示,账本封存;下面还有组织、中心户或经费还有余额时不能撤销', 'It is shown no more and its books are closed; what has something below it, or money left, cannot end'],
  name: ['名称', 'Name'],
  community: ['社区', 'Community'],
  grid: ['所在网格', 'Grid'],
  founded: ['成立日期', 'Founded'],
  since: ['成立于 {day}', 'since {day}'],
  compound: ['小区', 'Compound'],
  building: ['楼栋长', 'Steward of the building'],
  unit: ['{n} 单元长', 'Steward of unit {n}'],
  saved: ['已保存', 'Saved'],
})

export const kinds: Readonly<Record<string, string>> = words({ committee: ['党委', 'Committee'], branch: ['党支部', 'Branch'], group: ['党小组', 'Group'] })
