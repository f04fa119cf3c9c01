import { words } from '@core/words'

export const text = words({
  how: ['导出在后台进行,关掉页面也不会中断;文件只有您本人能下载,24 小时后删除。', 'Exports go on in the background, with this page closed too. Only you can fetch a file, for 24 hours.'],
  mine: ['我的导出', 'Mine'],
  waiting: ['待我审批', 'Waiting for my word'],
  none: ['还没有导出', 'No exports yet'],
  fetch: ['下载', 'Download'],
  approve: ['同意', 'Approve'],
  deny: ['不同意', 'Deny'],
  rows: ['{rows} / {total} 行', '{rows} of {total} rows'],
  written: ['{rows} 行', '{rows} rows'],
  until: ['{at} 前可下载', 'Until {at}'],
  personal: ['含个人信息', 'Personal data'],
  everything: ['全部', 'Everything'],
})

/** tables are what can be exported. */
export const tables = words({
  orders: ['订单', 'Orders'], figures: ['三率统计', 'Rates'],
  residents: ['居民档案', 'Residents'], dwellings: ['房屋', 'Dwellings'], teams: ['网格队伍', 'Grid teams'], organisations: ['党组织', 'Party organisations'],
})

/** states are where an export stands, as models/export names them. */
export const states = words({
  waiting: ['待审批', 'Waiting for approval'],
  queued: ['排队中', 'Queued'],
  running: ['生成中', 'Being written'],
  done: ['已完成', 'Done'],
  stopped: ['已停止', 'Stopped'],
  denied: ['未获同意', 'Denied'],
  failed: ['失败', 'Failed'],
  gone: ['已过期', 'Expired'],
})
