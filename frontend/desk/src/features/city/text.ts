import { words } from '@core/words'

export const text = words({
  how: ['市、街道、社区、网格看到的是同一套数据,各级合计一致', 'City, street, community and grid see the same figures, and parts add up to the whole'],
  asOf: ['数据截至 {day} · 统计于 {at}', 'As of {day} · counted at {at}'],
  level: ['按级别', 'By level'],
  chart: ['居民人数', 'Residents'],
  parts: ['下级区域', 'Areas below'],
  itself: ['本级', 'Of the area itself'],
  total: ['合计', 'Total'],
  odd: ['住户规模不在 300–500 套之间', 'Not between 300 and 500 dwellings'],
  leftOff: ['另有 {n} 个区域没有列出,请进入下级查看', '{n} more areas are not listed: go down to see them'],
  yuan: ['元', 'yuan'],
  survey: ['网格边界检查', 'Grid boundaries'],
  fits: ['网格互不重叠,铺满社区', 'Grids do not lie over each other and fill the community'],
  undrawn: ['{a} 还没有画边界', '{a} has no boundary yet'],
  crossing: ['{a} 的边界线自己交叉', 'The boundary of {a} crosses itself'],
  overlap: ['{a} 与 {b} 重叠 {m} 平方米', '{a} and {b} both have {m} square metres'],
  outside: ['{a} 超出社区 {m} 平方米', '{a} has {m} square metres outside of the community'],
  gap: ['社区内有 {m} 平方米不属于任何网格', '{m} square metres of the community are in no grid'],
})

/** levels are what an area can be divided into. */
export const levels = words({ street: ['街道', 'Street'], community: ['社区', 'Community'], grid: ['网格', 'Grid'] })

/** groups are the figures that are shown together, by what they are about; figures are named as models/report names them. */
export const groups = {
  places: ['streets', 'towns', 'zones', 'communities', 'villages', 'grids', 'buildings', 'dwellings', 'occupied'],
  people: ['residents', 'men', 'children', 'adults', 'elders', 'cadres'],
  party: ['committees', 'branches', 'building_groups', 'centre_households'],
  teams: ['grid_team_members', 'grid_chiefs', 'grid_liaisons', 'full_time_grid_workers', 'part_time_grid_workers'],
  facilities: ['stations', 'pavilions', 'squares', 'talk_points', 'listening_corners'],
  money: ['branch_funds', 'branch_funds_spent', 'service_funds', 'service_funds_spent'],
} as const

export type Group = keyof typeof groups

export const groupNames = words({
  places: ['区划与房屋', 'Places'],
  people: ['人口', 'People'],
  party: ['党组织', 'Organisation'],
  teams: ['网格队伍', 'Grid teams'],
  facilities: ['阵地', 'Facilities'],
  money: ['经费', 'Funds'],
})

export const figures = words({
  streets: ['街道', 'Streets'], towns: ['镇', 'Towns'], zones: ['开发区', 'Zones'], communities: ['社区', 'Communities'], villages: ['村', 'Villages'],
  grids: ['网格', 'Grids'], buildings: ['楼栋', 'Buildings'], dwellings: ['住房', 'Dwellings'], occupied: ['入住', 'Occupied'],
  residents: ['居民', 'Residents'], men: ['男性', 'Men'], children: ['14 岁及以下', 'Under 15'], adults: ['15–59 岁', '15 to 59'], elders: ['60 岁及以上', '60 and more'],
  cadres: ['报到党员', 'Cadres'], committees: ['社区党委', 'Committees'], branches: ['党支部', 'Branches'], building_groups: ['楼栋党小组', 'Building groups'],
  centre_households: ['党员中心户', 'Centre households'], grid_team_members: ['队伍总数', 'All posts'], grid_chiefs: ['网格长', 'Chiefs'], grid_liaisons: ['联络员', 'Liaisons'],
  full_time_grid_workers: ['专职网格员', 'Full-time'], part_time_grid_workers: ['兼职网格员', 'Part-time'], stations: ['党群服务驿站', 'Stations'],
  pavilions: ['德邻议事亭/广场', 'Pavilions'], squares: ['其他广场', 'Squares'], talk_points: ['说事点', 'Talk points'], listening_corners: ['听事角', 'Listening corners'],
  branch_funds: ['支部经费', 'Branch funds'], branch_funds_spent: ['已用支部经费', 'Spent by branches'], service_funds: ['服务群众专项经费', 'Service funds'],
  service_funds_spent: ['已用专项经费', 'Spent of service funds'],
})

/** facility is what the panel of facilities says. */
export const facility = words({
  title: ['阵地设施', 'Facilities'],
  how: ['居民在手机上按远近看到这些地方', 'Residents find these on their phones, the nearest first'],
  none: ['这个辖区还没有登记设施', 'No facility is registered in this area yet'],
  add: ['新增设施', 'Add a facility'],
  edit: ['修改设施', 'Change the facility'],
  end: ['停用', 'End'],
  sureEnd: ['停用后居民不再看到它,记录保留', 'Residents no longer find it; what was is kept'],
  ended: ['已停用', 'Ended'],
  name: ['名称', 'Name'],
  lat: ['纬度', 'Latitude'],
  lng: ['经度', 'Longitude'],
  centre: ['取区域中心', 'Centre of the area'],
  noCentre: ['这个区域还没有标注中心点', 'This area has no centre yet'],
  opened: ['启用日期', 'Open since'],
})

export const kinds = words({
  station: ['党群服务驿站', 'Station'], pavilion: ['议事亭', 'Pavilion'], square: ['广场', 'Square'], talk_point: ['说事点', 'Talk point'], listening_corner: ['听事角', 'Listening corner'],
})
