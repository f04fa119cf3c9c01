import { words } from '@core/words'

export const text = words({
  number: ['志愿者编号', 'Number'],
  state: ['状态', 'State'],
  skills: ['技能', 'Skills'],
  areas: ['服务区域', 'Areas'],
  load: ['手上的单', 'Orders now'],
  cap: ['最多同时接单', 'Most at once'],
  rating: ['评价', 'Rating'],
  applied: ['申请时间', 'Applied'],
  party: ['党员', 'Party member'],
  note: ['备注', 'Note'],
  empty: ['没有这一状态的志愿者', 'Nobody in this state'],
  availability: ['可服务时间', 'When they can come'],
  always: ['没有限定,随时可约', 'At any time'],
  away: ['外出', 'Away'],
  hours: ['服务时长', 'Hours'],
  minutes: ['分钟', 'minutes'],
  stars: ['星级', 'Stars'],
  flagged: ['与同一居民反复结对,请核对', 'The same pair again and again; please check'],
  correct: ['申请更正', 'Ask for a correction'],
  day: ['日期', 'Day'],
  delta: ['增减分钟(可为负)', 'Minutes, more or less'],
  asked: ['已提交,等第二人同意', 'Asked; a second person decides'],
  approve: ['同意', 'Approve'],
  deny: ['不同意', 'Deny'],
  pendingEmpty: ['没有待决定的更正', 'Nothing waits'],
  outcome: ['结果', 'Outcome'],
  teamName: ['队名', 'Name of the team'],
  leader: ['队长', 'Leader'],
  members: ['队员', 'Members'],
  newTeam: ['新建服务队', 'New team'],
  leaderNumber: ['队长的志愿者编号', 'Number of the leader'],
  join: ['邀请队员(志愿者编号)', 'Invite a member by number'],
  invited: ['等待答复', 'Invited'],
  end: ['解散', 'End'],
  ended: ['已解散', 'Ended'],
  noTeams: ['还没有服务队', 'No team yet'],
  who: ['志愿者', 'Volunteer'],
  manned: ['未来七天各时段能来的人数', 'Who can come, in the next seven days'],
  mannedOf: ['本区域还能接单的志愿者共 {n} 人', '{n} volunteers with room in the area'],
})

export const volunteerStates: Readonly<Record<string, string>> = words({
  applied: ['待审核', 'Applied'],
  verified: ['已核实', 'Verified'],
  refused: ['未通过', 'Refused'],
  paused: ['暂停', 'Paused'],
  ended: ['已退出', 'Ended'],
})

export const volunteerActs: Readonly<Record<string, string>> = words({
  verify: ['核实通过', 'Verify'],
  refuse: ['不通过', 'Refuse'],
  pause: ['暂停', 'Pause'],
  resume: ['恢复', 'Resume'],
  end: ['退出', 'End'],
})

export const weekdays = words({
  0: ['周日', 'Sun'], 1: ['周一', 'Mon'], 2: ['周二', 'Tue'], 3: ['周三', 'Wed'], 4: ['周四', 'Thu'], 5: ['周五', 'Fri'], 6: ['周六', 'Sat'],
})
