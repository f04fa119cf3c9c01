import type { paths } from '@core/schema'
import { words } from '@core/words'

/** Body is what the register is told of somebody. */
export type Body = paths['/residents']['post']['requestBody']['content']['application/json']

export const text = words({
  how: ['一人一档,一次采集多处使用。姓名、证件和电话都已遮盖,查看要写明原因,居民本人看得到', 'One record for each person, collected once. Names, numbers and phones are masked; a look needs a reason, and the resident can see it'],
  find: ['按身份证号或手机号查找', 'Find by identity number or phone'],
  findHow: ['要完整号码;每次查找都会留下记录', 'The whole number; each find is kept'],
  nobody: ['您的辖区内没有这个号码的居民', 'Nobody of your area has this number'],
  empty: ['没有符合条件的居民', 'No residents match'],
  enter: ['登记居民', 'Enter somebody'],
  edit: ['修改档案', 'Change the record'],
  editHow: ['修改前会显示完整信息,因此要写明原因', 'The record is shown in the clear for it, so a reason is needed'],
  selfKept: ['由本人填写,这里不能改', 'Written by themselves; it is not changed here'],
  byColleagues: ['自己和家人的档案由同事来更改', 'A colleague changes your own record and those of your household'],
  tags: ['标签', 'Tags'],
  ages: ['年龄段', 'Ages'],
  age: ['年龄', 'Age'],
  sex: ['性别', 'Sex'],
  relation: ['与户主关系', 'Relation to the head'],
  registered: ['登记时间', 'Entered'],
  household: ['同住的家人', 'The household'],
  alone: ['没有登记家人', 'Nobody else is entered'],
  record: ['居民档案', 'Resident'],
  reveal: ['查看完整信息', 'Show in the clear'],
  addTag: ['添加标签', 'Add a tag'],
  endTag: ['结束', 'End'],
  source: ['来源', 'Source'],
  since: ['从何时起', 'Since'],
  hasAddress: ['已登记', 'Entered'],
  none: ['未登记', 'None'],
  grid: ['所在网格', 'Grid'],
  saved: ['已保存', 'Saved'],
})

export const relations: Readonly<Record<string, string>> = words({
  head: ['户主', 'Head'], spouse: ['配偶', 'Spouse'], child: ['子女', 'Child'], parent: ['父母', 'Parent'], grandchild: ['孙子女', 'Grandchild'],
  grandparent: ['祖父母', 'Grandparent'], sibling: ['兄弟姐妹', 'Sibling'], other: ['其他', 'Other'],
})

export const tags: Readonly<Record<string, string>> = words({
  living_alone: ['独居', 'Lives alone'], empty_nest: ['空巢', 'Empty nest'], disabled: ['残疾', 'Disabled'], chronic_illness: ['慢病', 'Chronic illness'],
  low_income: ['低保', 'Low income'], extreme_poverty: ['特困', 'Extreme poverty'], veteran: ['退役军人', 'Veteran'], bereaved: ['失独', 'Bereaved'],
  left_behind_child: ['留守儿童', 'Left-behind child'], party_member: ['党员', 'Party member'],
})

export const sources = words({ visit: ['走访', 'A visit'], self: ['本人', 'Themselves'], department: ['部门', 'A department'] })

export const ages = words({ children: ['14 岁以下', 'Under 15'], adults: ['15–59 岁', '15 to 59'], elders: ['60 岁以上', '60 and more'] })

export const sexes: Readonly<Record<string, string>> = words({ female: ['女', 'Female'], male: ['男', 'Male'] })
