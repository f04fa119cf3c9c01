import { words } from '@core/words'

export const text = words({
  title: ['点单服务', 'Services'],
  search: ['想找什么服务?', 'What are you looking for?'],
  categories: ['服务分类', 'Categories'],
  all: ['全部', 'All'],
  none: ['没有找到这样的服务。您也可以直接写下需要', 'No such service. You may write down what you need instead'],
  free: ['写下我的需要', 'Write down what I need'],
  item: ['服务详情', 'Service'],
  what: ['做什么', 'What it is'],
  who: ['谁来做', 'Who comes'],
  long: ['大约多久', 'How long'],
  limit: ['多久办好', 'By when'],
  about: ['大约 {span}', 'About {span}'],
  order: ['我要预约', 'Ask for this'],
  loginFirst: ['先登录再预约,登录后会回到这里', 'Please log in first; you come back here then'],
  gone: ['这项服务现在没有提供', 'This service is not on offer now'],
  pair: ['由党员志愿者上门', 'Party members come'],
  insured: ['志愿者有保险', 'The volunteer is insured'],
  licensed: ['由持证人员上门', 'Only people with a licence come'],
})

/** limits say how soon an order of a class is done, in words. */
export const limits = words({
  urgent: ['紧急:2 小时内处理', 'Urgent: within 2 hours'],
  utilities: ['水电气暖:24 小时内处理', 'Water, power, gas or heat: within 24 hours'],
  general: ['一般事项:7 个工作日内办好', 'General: within 7 working days'],
  complex: ['复杂事项:15 个工作日内办好', 'Complex: within 15 working days'],
})
