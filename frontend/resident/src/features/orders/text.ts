import { words } from '@core/words'

export const text = words({
  title: ['我的订单', 'My orders'],
  open: ['进行中', 'Open'],
  ended: ['已结束', 'Ended'],
  none: ['还没有订单。去首页许个心愿,或从菜单点一单吧', 'No orders yet. Make a wish, or choose a service'],
  due: ['应在{when}前', 'due {when}'],
})
