import { words } from '../words'

/** states are where an order stands, as models/order names them. */
export const states = words({
  placed: ['待审', 'Waiting for review'],
  need_info: ['待补充', 'Needs your answer'],
  pool: ['待接单', 'Open to volunteers'],
  offered: ['已派单', 'Offered'],
  accepted: ['已接单', 'Accepted'],
  in_service: ['服务中', 'In service'],
  suspended: ['挂起', 'Paused'],
  referred: ['已转办', 'Referred'],
  done: ['待评价', 'Waiting for your rating'],
  appealed: ['申请重办', 'Under appeal'],
  rated: ['已评价', 'Rated'],
  closed: ['已结', 'Closed'],
  rejected: ['不予受理', 'Not taken up'],
  merged: ['已合并', 'Merged'],
  cancelled: ['已取消', 'Cancelled'],
  unfulfillable: ['无法办理', 'Cannot be done'],
})

/** acts are what somebody does to an order, as the label of a button. */
export const acts = words({
  place: ['提交', 'Submit'],
  amend: ['修改', 'Amend'],
  publish: ['审核发布', 'Publish'],
  recall: ['收回', 'Recall'],
  refer: ['转办', 'Refer'],
  reject: ['不予受理', 'Reject'],
  merge: ['合并', 'Merge'],
  ask: ['要求补充', 'Ask'],
  answer: ['补充说明', 'Answer'],
  offer: ['派单', 'Offer'],
  claim: ['认领', 'Claim'],
  accept: ['接单', 'Accept'],
  decline: ['婉拒', 'Decline'],
  withdraw: ['撤回派单', 'Withdraw'],
  sign_in: ['签到', 'Sign in'],
  absent: ['无人在家', 'Nobody home'],
  return: ['退单', 'Return'],
  revoke: ['改派', 'Revoke'],
  suspend: ['申请挂起', 'Ask to pause'],
  resume: ['继续服务', 'Go on'],
  finish: ['办结', 'Finish'],
  hand_back: ['退回', 'Hand back'],
  rate: ['评价', 'Rate'],
  dispute: ['没有解决', 'Not solved'],
  appeal: ['申请重办', 'Appeal'],
  grant: ['同意重办', 'Grant'],
  refuse: ['维持原结果', 'Refuse'],
  give_up: ['无法办理', 'Give up'],
  cancel: ['取消', 'Cancel'],
  comment: ['留言', 'Comment'],
  attach: ['补充图片', 'Add pictures'],
  urge: ['催单', 'Urge'],
  follow: ['我也需要', 'Me too'],
  extend: ['申请延期', 'Ask for more time'],
  supervise: ['督办', 'Supervise'],
  call_back: ['回访', 'Call back'],
  report_danger: ['报告危险', 'Report danger'],
  complain: ['保密投诉', 'Complain in confidence'],
  sign_in_code: ['取签到码', 'Take the sign-in code'],
})

/** happened tells what an event did, as a line of the timeline. */
export const happened = words({
  place: ['提交成功,等待社区审核', 'Submitted, the community will review it'],
  amend: ['社区修改了信息', 'The community amended it'],
  publish: ['社区审核通过', 'The community approved it'],
  recall: ['社区收回重新处理', 'The community took it back'],
  refer: ['转给相关部门办理', 'Referred to a department'],
  reject: ['不予受理', 'Not taken up'],
  merge: ['与相同的诉求合并', 'Merged with the same request'],
  ask: ['社区请您补充说明', 'The community has a question'],
  answer: ['已补充说明', 'Answered'],
  offer: ['已派给志愿者', 'Offered to a volunteer'],
  claim: ['志愿者认领了', 'A volunteer claimed it'],
  accept: ['志愿者接单了', 'A volunteer accepted it'],
  decline: ['志愿者不便前往,重新安排', 'The volunteer could not come; somebody else is sought'],
  withdraw: ['社区撤回了派单', 'The community withdrew the offer'],
  sign_in: ['志愿者已到达', 'The volunteer has arrived'],
  absent: ['上门时无人在家', 'Nobody was home'],
  return: ['志愿者退单,重新安排', 'The volunteer returned it; somebody else is sought'],
  revoke: ['社区重新安排志愿者', 'The community sends somebody else'],
  suspend: ['暂停服务', 'Paused'],
  resume: ['继续服务', 'The service goes on'],
  finish: ['服务完成', 'The service is finished'],
  hand_back: ['部门退回,重新安排', 'The department handed it back'],
  rate: ['居民已评价', 'Rated by the resident'],
  dispute: ['居民反映没有解决', 'The resident says it is not solved'],
  appeal: ['居民申请重办', 'The resident appealed'],
  grant: ['同意重办', 'The appeal was granted'],
  refuse: ['维持原结果', 'The appeal was refused'],
  give_up: ['确认无法办理', 'It cannot be done'],
  cancel: ['居民取消了', 'Cancelled by the resident'],
  comment: ['留言', 'Comment'],
  attach: ['补充了图片', 'Pictures were added'],
  urge: ['居民催单', 'Urged by the resident'],
  follow: ['有邻居也需要', 'A neighbour needs it too'],
  extend: ['延长了办理期限', 'The time limit was extended'],
  supervise: ['上级督办', 'Supervised'],
  call_back: ['工作人员回访', 'Staff called back'],
  report_danger: ['报告了危险', 'Danger was reported'],
  complain: ['投诉', 'Complaint'],
  sign_in_code: ['社区代取签到码,印在上门单上', 'The community took the sign-in code for the printed sheet'],
  unanswered: ['超时未补充,自动取消', 'Not answered in time'],
  expire: ['未及时回应,重新安排', 'The offer ran out'],
  no_show: ['未按时到达,重新安排', 'Nobody came in time; somebody else is sought'],
  auto_sign_out: ['服务超时,自动签退', 'Signed out after too long'],
  resume_due: ['暂停结束,继续服务', 'The pause is over'],
  lapse: ['到期未评价,自动结单', 'Closed without an answer'],
  widen: ['扩大范围寻找志愿者', 'Sought in a wider area'],
  escalate: ['超时,已报上级', 'Late: reported to the level above'],
  release: ['志愿者已离开,重新安排', 'The volunteer left; somebody else is sought'],
  recount: ['按节假日重新计算期限', 'The deadline was computed anew'],
  rebind: ['居民档案合并,订单随档案转移', 'Records were merged or parted: it went along'],
  rezone: ['网格调整,所在区域编号已更新', 'Grids changed: its area has another code'],
})

/** parts are who did it. */
export const parts = words({
  clock: ['系统', 'System'],
  requester: ['居民', 'Resident'],
  placer: ['代办人', 'Placed for them'],
  assignee: ['志愿者', 'Volunteer'],
  volunteer: ['志愿者', 'Volunteer'],
  staff: ['社区', 'Community'],
  department: ['部门', 'Department'],
  somebody: ['邻居', 'Neighbour'],
})

export const kinds = words({
  menu: ['点单', 'Menu order'],
  wish: ['微心愿', 'Micro-wish'],
  request: ['诉求', 'Request'],
})

/** lamps say how near the deadline is; a symbol and a word stand beside each colour. */
export const lamps = words({
  green: ['时间充足', 'In good time'],
  amber: ['临近期限', 'Due soon'],
  red: ['已超期', 'Late'],
})

/** awaited says what should have happened when the time of a state is up; {when} is that moment. */
export const awaited = words({
  placed: ['社区应在{when}前审核', 'The community should review it by {when}'],
  need_info: ['请在{when}前补充说明', 'Please answer by {when}'],
  pool: ['应在{when}前有志愿者接单', 'A volunteer should take it by {when}'],
  offered: ['志愿者应在{when}前答复', 'The volunteer should answer by {when}'],
  accepted: ['志愿者应在{when}前上门', 'The volunteer should come by {when}'],
  in_service: ['应在{when}前服务完', 'The service should end by {when}'],
  suspended: ['暂停到{when}', 'Paused until {when}'],
  referred: ['部门应在{when}前办好', 'The department should finish by {when}'],
  done: ['请在{when}前评价', 'Please rate it by {when}'],
  appealed: ['社区应在{when}前答复您的申请', 'The community should decide by {when}'],
})

/** duties say the same to the volunteer who holds the order. */
export const duties = words({
  offered: ['请您在{when}前答复', 'Please answer by {when}'],
  accepted: ['请您在{when}前上门', 'Please be there by {when}'],
  in_service: ['请您在{when}前办结', 'Please finish by {when}'],
  suspended: ['暂停到{when},之后请继续', 'Paused until {when}, then go on'],
  done: ['已办结,等居民评价', 'Finished; the resident may rate it'],
})

/** wholes speak of the time limit of the whole order. */
export const wholes = words({
  due: ['全程应在{when}前办结', 'The whole should be done by {when}'],
  late: ['已超过{when}的期限,系统已提醒社区', 'The time limit of {when} has passed; the community was told'],
  provisional: ['节假日安排公布后可能调整', 'It may move once the holidays are announced'],
})
