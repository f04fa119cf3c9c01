import { words } from '@core/words'

export const text = words({
  title: ['德邻里', 'Delinli'],
  motto: ['有心愿，说一声；\n有难处，邻里帮。', 'Say what you need.\nA neighbour will come.'],
  promise: ['社区派单，党员和志愿者上门，全程看得见。', 'Your community sends a volunteer, and you see each step.'],
  ways: ['我要办事', 'What can we do for you'],
  wish: ['许个心愿', 'Make a wish'],
  wishHint: ['想要人陪、缺件东西，写下来就有人认领', 'Company, or a small thing: somebody takes it up'],
  menu: ['点单', 'Services'],
  menuHint: ['上门服务，照着菜单选', 'Choose a service at home'],
  request: ['提诉求', 'Report a problem'],
  requestHint: ['楼道、路灯、邻里大小事', 'Stairs, lamps, the neighbourhood'],
  hall: ['接单大厅', 'Open orders'],
  hallHint: ['看看谁需要帮忙', 'Who needs a hand'],
  tasks: ['我的任务', 'My tasks'],
  tasksHint: ['已接的单和安排', 'What you took on'],
  volunteer: ['志愿服务', 'Volunteering'],
  services: ['服务菜单', 'Services'],
  near: ['身边', 'Near me'],
  stations: ['身边驿站', 'Stations'],
  stationsHint: ['歇脚、办事、议事的地方', 'To rest, be served and confer'],
  grid: ['我的网格', 'My grid'],
  gridHint: ['有事找谁，打哪个电话', 'Whom to turn to, and the number'],
  wall: ['心愿墙', 'Wish wall'],
  all: ['看全部', 'See all'],
  mine: ['办理中', 'In progress'],
  orders: ['我的订单', 'My orders'],
  by: ['{when}前', 'by {when}'],
  empty: ['墙上还没有心愿，来许第一个吧', 'No wish yet. Make the first'],
  notices: ['消息,{n} 条未读', 'Notices, {n} unread'],
  elder: ['长辈版', 'Large'],
  standard: ['标准版', 'Standard'],
  offer: ['字太小？', 'Is the text too small?'],
  offerHint: ['长辈版字大、按钮大，社区电话一直在眼前。', 'The large mode has big text and buttons, with the phone number always in sight.'],
  use: ['用长辈版', 'Use it'],
  no: ['不用了', 'No, thank you'],
  call: ['打电话给社区', 'Call the community'],
  read: ['读给我听', 'Read to me'],
  hush: ['停止朗读', 'Stop reading'],
  login: ['登录后可以看到您的订单', 'Log in to see your orders'],
})

/** greetings by the part of the day. */
export const greetings = words({
  night: ['夜深了，早点休息', 'Good night'],
  morning: ['早上好', 'Good morning'],
  noon: ['中午好', 'Good day'],
  afternoon: ['下午好', 'Good afternoon'],
  evening: ['晚上好', 'Good evening'],
})

/** next says what happens next to an order in a state. */
export const next = words({
  placed: ['社区正在审核', 'The community is reviewing it'],
  need_info: ['社区有个问题，请您补充', 'The community asks you something'],
  pool: ['正在为您找志愿者', 'A volunteer is being sought'],
  offered: ['等志愿者回复', 'Waiting for the volunteer'],
  accepted: ['志愿者会上门，请留意电话', 'The volunteer will come'],
  in_service: ['正在为您服务', 'The service is going on'],
  suspended: ['暂时停下，之后继续', 'Paused; it will go on'],
  referred: ['相关部门正在办理', 'A department is working on it'],
  done: ['办好了，请您评一评', 'Done. How was it?'],
  appealed: ['社区正在复核', 'The community is looking at it again'],
})

/** icons of the categories of the menu. */
export const icons: Record<string, string> = {
  elders: 'people', health: 'heart', schooling: 'book', hardship: 'gift', repairs: 'wrench', errands: 'errand', law: 'scales', neighbourhood: 'leaf',
}
