import { words } from '@core/words'

export const text = words({
  how: ['居民点单看到的菜单;修改立即生效,都有记录', 'The menu that residents order from; changes count at once and are kept'],
  readOnly: ['您可以查看,由市级工作人员修改', 'You may look; city staff change it'],
  add: ['新增项目', 'Add an item'],
  edit: ['修改', 'Edit'],
  look: ['查看', 'Look'],
  name: ['名称', 'Name'],
  what: ['做什么', 'What is done'],
  who: ['谁来做', 'Who comes'],
  english: ['英文', 'In English'],
  chinese: ['中文', 'In Chinese'],
  category: ['类别', 'Category'],
  position: ['排序', 'Position'],
  minutes: ['大约分钟', 'Minutes'],
  class: ['期限类别', 'Time limits'],
  risk: ['风险', 'Risk'],
  route: ['派单方式', 'Route'],
  party: ['党员', 'Party members'],
  partyNone: ['不限', 'No matter'],
  partyPrefer: ['优先', 'Preferred'],
  partyRequire: ['仅限', 'Required'],
  publishes: ['审核免手工,自动发布', 'Goes on its route by itself'],
  skills: ['必需技能', 'Required skills'],
  useful: ['加分技能', 'Useful skills'],
  active: ['上架', 'On offer'],
  inactive: ['已下架', 'Not on offer'],
  preview: ['居民看到的', 'As residents see it'],
})

export const classNames: Readonly<Record<string, string>> = words({ urgent: ['紧急', 'Urgent'], utilities: ['水电气暖', 'Utilities'], general: ['一般', 'General'], complex: ['复杂', 'Complex'] })
export const riskNames: Readonly<Record<string, string>> = words({ none: ['无', 'None'], insured: ['需保险', 'Insured'], licensed: ['需资质', 'Licensed'] })
export const routeNames: Readonly<Record<string, string>> = words({ pool: ['放入订单池', 'To the pool'], offer: ['派给最合适的人', 'To the best'], wait: ['等工作人员', 'Waits for staff'] })
