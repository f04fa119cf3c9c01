import { words } from '@core/words'

export const text = words({
  title: ['消息', 'Notices'],
  none: ['还没有消息', 'No notices yet'],
  all: ['全部已读', 'Mark all as read'],
  unread: ['未读', 'unread'],
  more: ['看更早的', 'Show earlier ones'],
  count: ['{n} 条未读', '{n} unread'],
})
