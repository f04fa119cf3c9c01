import { words } from '@core/words'

export const text = words({
  how: ['居民请求更正自己的档案;同意后写入档案,不同意要说明理由,居民都会收到通知', 'Residents ask to have their record put right. What is accepted goes into it, a refusal needs words, and the resident is told of both'],
  state: ['状态', 'State'],
  whose: ['谁的档案', 'Whose record'],
  by: ['谁提出', 'Asked by'],
  field: ['更正什么', 'What'],
  value: ['应该是', 'Should be'],
  was: ['现在是', 'Is now'],
  why: ['理由', 'Why'],
  at: ['提出时间', 'Asked'],
  none: ['没有这样的更正', 'No such corrections'],
  ward: ['家长代为提出', 'for a child'],
  look: ['查看完整内容', 'Show in the clear'],
  looked: ['每次查看都会留下记录,居民本人看得到', 'Each look is kept, and the resident can see it'],
  first: ['请先查看完整内容,核对后再决定', 'Look at it in the clear before you decide'],
  accept: ['同意并写入档案', 'Accept'],
  refuse: ['不同意', 'Refuse'],
  answer: ['不同意的理由(居民看得到)', 'Why not (the resident reads it)'],
  accepted: ['已写入档案', 'The record is put right'],
  refused: ['已答复居民', 'The resident is told'],
  notSo: ['去掉“{tag}”', 'Take away “{tag}”'],
})

export const states = words({ asked: ['待审核', 'Waiting'], accepted: ['已同意', 'Accepted'], refused: ['未同意', 'Refused'] })

export const fields: Readonly<Record<string, string>> = words({
  name: ['姓名', 'Name'], id_number: ['身份证号', 'Identity number'], phone: ['手机号', 'Phone'], area_code: ['网格', 'Grid'], address: ['住址', 'Address'],
  relation: ['与户主关系', 'Relation to the head'], tags: ['标签', 'Tag'],
})
