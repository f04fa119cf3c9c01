import { words } from '@core/words'

export const text = words({
  back: ['返回', 'Back'],
  close: ['关闭', 'Close'],
  offline: ['没有网络,内容可能不是最新的', 'No network: what you see may be old'],
  waiting: ['有 {n} 项内容等待发送,联网后自动提交', '{n} waiting to be sent once you are online'],
  loading: ['正在读取…', 'Loading…'],
  empty: ['这里还没有内容', 'Nothing here yet'],
  again: ['重试', 'Try again'],
  unreached: ['连接不上服务器,请检查网络后重试', 'The server was not reached. Check your network and try again'],
  busy: ['系统正忙,请稍后再试', 'The system is busy. Please try again shortly'],
  login: ['登录', 'Log in'],
  required: ['必填', 'required'],
  optional: ['选填', 'optional'],
  home: ['首页', 'Home'],
  menu: ['点单', 'Services'],
  orders: ['订单', 'Orders'],
  me: ['我的', 'Me'],
  tabs: ['主导航', 'Main'],
  more: ['加载更多', 'Show more'],
  call: ['打电话给社区', 'Call the community'],
  left: ['还可输入 {n} 字', '{n} characters left'],
})
