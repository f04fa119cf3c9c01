import { words } from '@core/words'

export const text = words({
  how: ['在职党员到居住社区报到,退休党员和退役军人也可以;报到后一步转为志愿者', 'Cadres report to the community they live in, retired members and veterans too, and become volunteers in one step'],
  all: ['报到总数', 'Reported'],
  volunteers: ['已是志愿者', 'Volunteers'],
  report: ['登记报到', 'Take a report'],
  kind: ['身份', 'As'],
  unit: ['单位', 'Unit'],
  unitHow: ['现在或原来的工作单位', 'Where they work or worked'],
  skills: ['特长', 'Skills'],
  community: ['报到社区', 'Community'],
  reported: ['报到日期', 'Reported'],
  volunteer: ['志愿服务', 'As a volunteer'],
  enlist: ['转为志愿者', 'Make a volunteer'],
  enlisted: ['已转为志愿者', 'A volunteer now'],
  end: ['结束报到', 'End'],
  endSure: ['结束后不再计入报到人数;志愿者身份不变', 'They count as reported no more; who is a volunteer stays one'],
  ended: ['已结束', 'Ended'],
  saved: ['已登记', 'Taken'],
  none: ['没有符合条件的报到', 'No report matches'],
})

export const kinds = words({ serving: ['在职党员', 'Serving'], retired: ['退休党员', 'Retired'], veteran: ['退役军人', 'Veteran'] })

/** standings are what a cadre is as a volunteer; who left or was refused is none. */
export const standings: Readonly<Record<string, string>> = words({ applied: ['已申请', 'Applied'], verified: ['志愿者', 'Volunteer'], paused: ['志愿者(暂停)', 'Volunteer, paused'] })

export type Kind = keyof typeof kinds
