import type { components } from '@core/schema'
import { words } from '@core/words'

export type Import = components['schemas']['ImportView']
export type State = Import['state']
export type Kind = Import['kind']

export const text = words({
  title: ['批量导入', 'Import a table'],
  how: ['上传名册,先检查、再写入;上传的文件加密存放,写入后或 24 小时后删除', 'Send a table, have it checked, then enter it. The file lies sealed, and goes once it is entered or after 24 hours'],
  what: ['导入的是', 'The lines are'],
  template: ['下载模板', 'Template'],
  choose: ['选择文件,或把文件拖到这里', 'Choose a file, or drop it here'],
  forms: ['Excel(.xlsx)或 CSV,不超过 200 MB、50 万行', 'Excel (.xlsx) or CSV, up to 200 MB and 500,000 lines'],
  resume: ['上次没有传完。请重新选择同一个文件,从断开的地方继续', 'It has not arrived whole. Choose the same file again to go on from there'],
  other: ['不是同一个文件:大小应为 {size} 字节', 'Another file: it should have {size} bytes'],
  large: ['文件超过 200 MB,请分成几个文件', 'The file is larger than 200 MB; please split it'],
  sent: ['已上传 {percent}%', '{percent}% sent'],
  columns: ['每一列是什么', 'What each column is'],
  columnsHow: ['已按表头猜好,请核对;带 * 的项必须有一列', 'Guessed from the heads; please check. What has a * needs a column'],
  head: ['表头', 'Head'],
  holds: ['对应', 'Holds'],
  ignored: ['不导入', 'Left out'],
  check: ['检查', 'Check'],
  recheck: ['重新检查', 'Check again'],
  read: ['已读 {lines} 行', '{lines} lines read'],
  found: ['共 {lines} 行,{good} 行可以写入,{bad} 行有错', '{lines} lines: {good} can be entered, {bad} have faults'],
  line: ['行', 'Line'],
  field: ['列', 'Column'],
  why: ['问题与改法', 'What is wrong, and what to do'],
  like: ['(与第 {n} 行)', '(as line {n})'],
  firstFaults: ['只列出前 1000 处', 'The first 1,000 are listed'],
  times: ['{n} 处', '{n} times'],
  source: ['标签来自', 'The tags come from'],
  enter: ['写入 {n} 行', 'Enter {n} lines'],
  enterGood: ['只写入没有错的 {n} 行', 'Enter only the {n} good lines'],
  mend: ['或者在表格里改好,停止这次导入后重新上传', 'Or mend the table, stop this import and send it again'],
  none: ['没有可以写入的行,请改好表格后重新上传', 'No line can be entered; mend the table and send it again'],
  again: ['再导入一个', 'Import another'],
  past: ['我的导入记录', 'My imports'],
  empty: ['还没有导入过', 'No imports yet'],
})

export const states: Record<State, string> = words({
  receiving: ['上传中', 'Being sent'], opening: ['读取表头', 'Reading the heads'], ready: ['待核对列', 'Columns to be checked'], checking: ['检查中', 'Being checked'],
  checked: ['待写入', 'To be entered'], entering: ['写入中', 'Being entered'], done: ['已完成', 'Done'], failed: ['失败', 'Failed'], stopped: ['已停止', 'Stopped'], gone: ['已过期', 'Expired'],
})

/** steps are what a person goes through; each state belongs to one. */
export const steps = words({ send: ['上传', 'Send'], columns: ['核对列', 'Columns'], check: ['检查', 'Check'], enter: ['写入', 'Enter'] })
export const stepOf: Record<State, number> = { receiving: 0, opening: 0, ready: 1, checking: 2, checked: 3, entering: 3, done: 4, failed: 4, stopped: 4, gone: 4 }

/** kinds are the tables that can be sent in. */
export const kinds: Record<Kind, string> = words({ residents: ['居民', 'Residents'], dwellings: ['房屋', 'Dwellings'], teams: ['网格队伍', 'Grid teams'], organisations: ['党组织', 'Party organisations'] })

export const entered: Record<Kind, string> = words({
  residents: ['新增 {n} 名居民', '{n} residents entered'], dwellings: ['新增 {n} 套房屋', '{n} dwellings entered'],
  teams: ['任命 {n} 个岗位', '{n} posts given'], organisations: ['新设 {n} 个组织', '{n} organisations founded'],
})

/** looks are where one sees what was entered. */
export const looks: Record<Kind, { to: string; name: string }> = {
  residents: { to: '/residents', ...words({ name: ['查看居民档案', 'See the register'] }) }, dwellings: { to: '/city', ...words({ name: ['查看辖区', 'See the areas'] }) },
  teams: { to: '/grid-teams', ...words({ name: ['查看网格队伍', 'See the teams'] }) }, organisations: { to: '/party', ...words({ name: ['查看党组织', 'See the organisations'] }) },
}

const grid = ['网格编码', 'Grid code'] as const
const person = { name: ['姓名', 'Name'], id_number: ['身份证号', 'Identity number'] } as const

/** fields are what a column of each kind may hold, as the table.go of each noun names them. */
export const fields: Record<Kind, Record<string, string>> = {
  residents: words({
    ...person, phone: ['手机号', 'Phone'], area_code: grid, address: ['住址', 'Address'],
    household: ['户号', 'Household'], relation: ['与户主关系', 'Relation to the head'], tags: ['标签', 'Tags'],
  }),
  dwellings: words({ area_code: grid, compound: ['小区', 'Compound'], building: ['楼栋', 'Building'], floors: ['楼层数', 'Floors'], unit: ['单元', 'Unit'], door: ['房号', 'Door'] }),
  teams: words({ area_code: grid, kind: ['岗位', 'Post'], ...person, origin: ['来源', 'Origin'], from_on: ['任职日期', 'From'], until_on: ['任期至', 'Last day'] }),
  organisations: words({ name: ['组织名称', 'Name'], parent: ['上级组织', 'Organisation above'], area_code: ['社区或网格编码', 'Community or grid code'], compound: ['小区', 'Compound'], founded_on: ['成立日期', 'Founded on'] }),
}
export const required: Record<Kind, string[]> = {
  residents: ['name', 'id_number', 'area_code'], dwellings: ['area_code', 'building', 'unit', 'door'],
  teams: ['area_code', 'kind', 'name', 'id_number', 'origin'], organisations: ['name', 'area_code'],
}
