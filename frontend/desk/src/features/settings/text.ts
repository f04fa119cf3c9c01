import { words } from '@core/words'

export const text = words({
  limits: ['办理期限', 'Time limits'],
  limitsHow: ['2h = 2 小时,3w = 3 个工作日,2h@07-21 = 只在 7 点到 21 点计时', '2h is two hours, 3w three working days, 2h@07-21 counts between 7 and 21 alone'],
  rule: ['派单规则', 'Dispatch rule'],
  ruleHow: ['每一项给合适的人加多少分,0 到 100', 'How many points each earns, from 0 to 100'],
  saved: ['已保存,从下一个订单起生效', 'Saved; it counts from the next order on'],
  readOnly: ['您可以查看,由市级工作人员修改', 'You may look; city staff change it'],
  history: ['修改记录', 'History'],
  calendar: ['法定节假日和调休,影响按工作日计算的期限', 'Public holidays and shifted days; limits in working days follow them'],
  missing: ['还没有录入,期限按普通周末暂定', 'Not entered yet: limits are provisional, by plain weekends'],
  off: ['放假', 'Off'],
  on: ['调休上班', 'Worked'],
  addOff: ['添加放假', 'Add days off'],
  addOn: ['添加上班日', 'Add a worked day'],
  remove: ['删除', 'Remove'],
  try: ['试算:上个月会怎样', 'Try it on the last month'],
  tried: ['试算了最近 {rankings} 次派单,{moved} 次会换人', 'Of the last {rankings} rankings, {moved} would be led by somebody else'],
  untried: ['这段时间没有派单记录', 'Nothing was ranked in that time'],
  was: ['当时首选', 'Led then'],
  would: ['新规则首选', 'Would lead'],
  nobody: ['没有合适的人', 'Nobody'],
  messagesHow: ['居民和志愿者在“消息”里读到的话。花括号里的部分由系统填写,须保留。短信的文字由运营商备案,不在这里改', 'What people read in their inbox. Parts in braces are filled in and must stay. Texts of SMS are filed with the carrier and not changed here'],
  body: ['内容', 'Text'],
  shipped: ['系统自带', 'Shipped'],
  edit: ['修改', 'Edit'],
  look: ['查看', 'Look'],
  preview: ['预览', 'Preview'],
  restore: ['恢复自带的文字', 'Restore the shipped words'],
  chinese: ['中文', 'Chinese'],
  english: ['英文', 'English'],
})

export const classes: Readonly<Record<string, string>> = words({
  urgent: ['紧急', 'Urgent'], utilities: ['水电气暖', 'Utilities'], general: ['一般', 'General'], complex: ['复杂', 'Complex'],
})

export const limits = words({
  handle: ['全程', 'The whole order'],
  extension: ['可延长', 'Extension'],
  escalation: ['逐级上报间隔', 'Between escalations'],
  triage: ['审核', 'Review'],
  answer: ['居民补充', 'Answer'],
  accept: ['接单', 'Accept'],
  offer: ['答复派单', 'Offer'],
  start: ['上门', 'Start'],
  service: ['服务', 'Service'],
  confirm: ['评价', 'Rating'],
  decide: ['决定重办', 'Decide an appeal'],
})

export const weights = words({
  skill: ['技能相符', 'Skills'],
  near: ['离得近', 'Nearby'],
  load: ['手上单少', 'Room below the cap'],
  free: ['时间合适', 'Free then'],
  rating: ['评价好', 'Well rated'],
  fair: ['近来接单少', 'Few lately'],
  party: ['党员优先', 'Party member'],
  prior_stars: ['新人按几星算', 'Stars of a newcomer'],
  prior_count: ['相当于几次评价', 'As so many ratings'],
})
