import { words } from '@core/words'

export const text = words({
  title: ['我的档案', 'My record'],
  ward: ['孩子的档案', 'The child’s record'],
  why: ['这是社区居民档案里关于您的内容。号码和姓名只显示一部分。', 'This is what the register of residents holds of you. Names and numbers are shown in part.'],
  none: ['请带身份证到社区登记，或者打电话给社区。', 'Bring your identity card to the community, or call.'],
  callUs: ['社区电话', 'Call the community'],
  facts: ['登记的内容', 'What is registered'],
  age: ['{n} 岁', 'aged {n}'],
  since: ['{when}登记', 'registered {when}'],
  empty: ['没有登记', 'nothing'],
  hidden: ['已登记（不显示）', 'registered (not shown)'],
  wrong: ['更正', 'Correct'],
  correct: ['更正{what}', 'Correct: {what}'],
  tags: ['社区了解的情况', 'What is known of the situation'],
  noTags: ['没有记下什么', 'Nothing is noted'],
  tagFrom: ['{source} · 从 {since} 起', '{source} · since {since}'],
  notSo: ['情况不对', 'Not so'],
  household: ['同住的家人', 'Household'],
  alone: ['档案里没有同住的家人', 'The record names nobody who lives with you'],
  see: ['看{name}的档案', 'The record of {name}'],
  guardian: ['您未满 14 周岁。要更正，请家长在自己的“我的档案”里提出。', 'You are under 14. A parent or grandparent asks for you, from their own record.'],
  value: ['应该是', 'It should be'],
  unset: ['还没有选', 'not chosen yet'],
  pick: ['选择网格或楼栋', 'Choose the grid or building'],
  reason: ['为什么要改', 'Why'],
  reasonHint: ['比如：换了号码、登记时写错了。社区可能请您出示证件。', 'For example: a new number, a slip of the pen. You may be asked for papers.'],
  required: ['请填写', 'Please fill in'],
  send: ['提交更正', 'Ask for it'],
  sent: ['已提交，社区审核后通知您', 'Sent. You will be told how it was decided'],
  mine: ['我提出的更正', 'What I asked for'],
  ofWard: ['{name}：{what}', '{name}: {what}'],
  asked: ['待审核', 'waiting'],
  accepted: ['已更正', 'corrected'],
  refused: ['未通过', 'refused'],
  answer: ['社区的答复：{words}', 'The community says: {words}'],
  more: ['加载更多', 'Show more'],
  consents: ['我同意的用途', 'What I agree to'],
  consentsWhy: ['下面的用途要您同意才可以，不同意也不影响任何服务。您自己的订单、法律规定的登记和统计不需要同意。', 'These need your consent, and nothing is withheld without it. Your own orders, what law has registered and figures need none.'],
  agreed: ['{when}同意（{where}）', 'agreed {when} ({where})'],
  tookBack: ['{when}收回（{where}）', 'taken back {when} ({where})'],
  neverAsked: ['没有同意', 'not agreed'],
  inApp: ['在应用里', 'in the app'],
  onPaper: ['纸质', 'on paper'],
  consentSaved: ['已记下', 'Noted'],
})

/** fields are what can be put right, as models/resident names them. */
export const fields = words({
  name: ['姓名', 'Name'], id_number: ['身份证号', 'Identity number'], phone: ['手机号', 'Phone'], area_code: ['网格', 'Grid'], address: ['住址', 'Address'],
  relation: ['与户主关系', 'Relation to the head'], tags: ['情况', 'Situation'],
})

export const relations = words({
  head: ['户主', 'head'], spouse: ['配偶', 'spouse'], child: ['子女', 'child'], parent: ['父母', 'parent'], grandchild: ['孙子女', 'grandchild'],
  grandparent: ['祖父母', 'grandparent'], sibling: ['兄弟姐妹', 'sibling'], other: ['其他', 'other'],
})

export const tags = words({
  living_alone: ['独居', 'lives alone'], empty_nest: ['空巢', 'children have left'], disabled: ['残疾', 'disabled'], chronic_illness: ['慢病', 'chronic illness'],
  low_income: ['低保', 'low income'], extreme_poverty: ['特困', 'extreme poverty'], veteran: ['退役军人', 'veteran'], bereaved: ['失独', 'lost an only child'],
  left_behind_child: ['留守儿童', 'left-behind child'], party_member: ['党员', 'party member'],
})

export const sources = words({ visit: ['走访得知', 'from a visit'], self: ['本人告知', 'from yourself'], department: ['部门提供', 'from a department'] })

export const sexes = words({ female: ['女', 'female'], male: ['男', 'male'] })
