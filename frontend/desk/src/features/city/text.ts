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
  exportDwellings: ['导出房屋', 'Export dwellings'],
  leftOff: ['另有 {n} 个区域没有列出,请进入下级查看', '{n} more areas are not listed: go down to see them'],
  yuan: ['元', 'yuan'],
  survey: ['网格边界检查', 'Grid boundaries'],
  fits: ['网格互不重叠,铺满社区', 'Grids do not lie over each other and fill the community'],
  undrawn: ['{a} 还没有画边界', '{a} has no boundary yet'],
  crossing: ['{a} 的边界线自己交叉', 'The boundary of {a} crosses itself'],
  overlap: ['{a} 与 {b} 重叠 {m} 平方米', '{a} and {b} both have {m} square metres'],
  outside: ['{a} 超出社区 {m} 平方米', '{a} has {m} square metres outside of the community'],
  grids: ['网格调整', 'Changing grids'],
  grid: ['网格', 'Grid'],
  code: ['代码', 'Code'],
  acts: ['操作', 'Change'],
  past: ['调整记录', 'What was changed'],
  noPast: ['还没有调整过', 'Nothing was changed yet'],
  past_split: ['从{from}拆出{to},{n} 栋楼', '{to} was split off {from}, with {n} buildings'],
  past_merge: ['{from}并入{to},{n} 栋楼', '{from} was merged into {to}, with {n} buildings'],
  past_renumber: ['{from}改号为{to},{n} 栋楼', '{from} was renumbered to {to}, with {n} buildings'],
  about_split: ['把一部分楼栋拆到一个新网格。住房、住户、居民、服务单随楼栋过去,旧代码仍能查到。', 'Some buildings become a new grid. Dwellings, households, residents and orders go with them, and old codes still lead there.'],
  about_merge: ['把本网格的全部楼栋并入同社区的另一个网格。本网格随即结束,其队伍的定岗和席位同日终止。', 'Another grid of the community takes all buildings. This grid ends, and so do the posts of its team and the seats over it.'],
  about_renumber: ['给本网格换一个没有用过的代码,楼栋代码一并更换,旧代码仍能查到。', 'The grid gets a code that was never used, and its buildings with it; old codes still lead there.'],
  newCode: ['新网格代码(15 位)', 'New code (15 digits)'],
  gridName: ['新网格名称', 'Name of the new grid'],
  newName: ['{name}(新)', '{name} (new)'],
  choose: ['选择拆到新网格的楼栋', 'Buildings that go to the new grid'],
  noHouses: ['这个网格还没有登记楼栋', 'This grid has no buildings yet'],
  buildings: ['楼栋', 'Buildings'],
  dwellings: ['住房', 'Dwellings'],
  households: ['住户', 'Households'],
  residents: ['居民', 'Residents'],
  into: ['并入哪个网格', 'Into which grid'],
  chooseInto: ['请选择同社区的网格', 'Choose a grid of the community'],
  noNeighbour: ['本社区没有别的网格', 'The community has no other grid'],
  neighbour: ['{name}(住房 {n} 套)', '{name} ({n} dwellings)'],
  after: ['调整后', 'After the change'],
  few: ['不足 300 套', 'Under 300 dwellings'],
  many: ['超过 500 套', 'Over 500 dwellings'],
  fits300: ['300–500 套之间', '300 to 500 dwellings'],
  tryOut: ['先看结果', 'See what would come of it'],
  make: ['确认{change}', '{change}: do it'],
  mind: ['可以调整,但请留意', 'Possible, but mind'],
  ended: ['将终止定岗 {posts} 个、席位 {seats} 个', '{posts} posts and {seats} seats will end'],
  moved: ['将有 {n} 个代码更换,旧代码自动指向新代码。', '{n} codes will change; the old ones lead to the new.'],
  plotted: ['两块的边界按画的线来;中心点在新网格里的楼栋已经选上。', 'Both have the boundary that was drawn; buildings whose centre lies in the new grid are chosen.'],
  openMap: ['打开边界地图', 'Open the map of boundaries'],
  gap: ['社区内有 {m} 平方米不属于任何网格', '{m} square metres of the community are in no grid'],
})

/** Change is what becomes of a grid, as models/area names it. */
export type Change = 'split' | 'merge' | 'renumber'

export const changes = words({ split: ['拆分', 'Split'], merge: ['合并', 'Merge'], renumber: ['改号', 'Renumber'] })

/** warnings are what the server tells of a grid that came of a change. */
export const warnings: Readonly<Record<string, string>> = words({
  'grid.too_few_dwellings': ['{a}的住房不足 300 套', '{a} has fewer than 300 dwellings'],
  'grid.too_many_dwellings': ['{a}的住房超过 500 套', '{a} has more than 500 dwellings'],
  'grid.no_boundary': ['{a}还没有边界,请补画', '{a} has no boundary: please draw it'],
})

/** The dwellings that a grid should have. */
export const fewest = 300
export const most = 500

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

/** mapText is what the map of boundaries says. */
export const mapText = words({
  title: ['边界地图', 'Map of boundaries'],
  how: ['边界在图上画,检查由服务器做;没有保存之前什么都不会变', 'Boundaries are drawn here and checked by the server; nothing changes before it is saved'],
  back: ['退一点', 'One corner back'],
  toCity: ['返回{name}', 'Back to {name}'],
  plan: ['边界图', 'Plan of boundaries'],
  penLabel: ['边界图:正在画线', 'Plan of boundaries: drawing'],
  target: ['编辑哪个区域', 'Which area'],
  itself: ['{name}(整体)', '{name} (as a whole)'],
  changedMark: ['{name} · 未保存', '{name} · not saved'],
  undrawnMark: ['{name} · 没有边界', '{name} · no boundary'],
  together: ['相邻网格共用的角点一起动', 'Corners shared with neighbours move together'],
  draw: ['重新画边界', 'Draw it anew'],
  cut: ['画线拆分', 'Split by a line'],
  saveFirst: ['先保存或撤销这个网格的改动,再画线拆分', 'Save or undo what was drawn before you split it'],
  undo: ['撤销', 'Undo'],
  redo: ['重做', 'Redo'],
  finish: ['完成', 'Finish'],
  stopPen: ['不画了', 'Stop drawing'],
  closer: ['放大', 'Closer'],
  farther: ['缩小', 'Farther'],
  fit: ['看全', 'Show all'],
  insert: ['加角点', 'Add a corner'],
  drop: ['删角点', 'Remove the corner'],
  tooFew: ['边界至少要有三个角点', 'A boundary needs three corners'],
  closerFirst: ['角点太多,放大后再编辑', 'Too many corners: look closer to change them'],
  lookKeys: ['拖动或方向键移动,滚轮或 + − 缩放', 'Drag or arrow keys move the plan, the wheel or + − zooms'],
  cornerKeys: ['拖动角点移动,拖动边上的小圆点加角点;键盘:Tab 到角点,方向键移 1 米(Shift 10 米),回车吸附到邻边,Insert 加,Delete 删;Ctrl+Z 撤销', 'Drag corners, or the small circles between them to add one. Keyboard: Tab to a corner, arrows move it a metre (Shift: ten), Enter puts it on a neighbour’s line, Insert adds, Delete removes; Ctrl+Z undoes'],
  penKeys: ['点击加角点,点第一个角点或双击结束;键盘:方向键移动十字(Shift 细移),回车加角点,在同一点再按回车结束,Esc 不画了', 'Click to add corners, the first corner or a double click ends. Keyboard: arrows lead the cross (Shift: finely), Enter adds a corner, Enter again there ends, Esc stops'],
  corner: ['角点', 'Corner'],
  where: ['经度 {lng},纬度 {lat}', 'longitude {lng}, latitude {lat}'],
  lng: ['经度', 'Longitude'],
  lat: ['纬度', 'Latitude'],
  acts: ['操作', 'Change'],
  noNumber: ['请填写有效的度数', 'Please give degrees'],
  table: ['角点坐标', 'Corners as numbers'],
  none: ['还没有边界。可以画,也可以导入。', 'No boundary yet: draw or import one.'],
  checks: ['检查结果', 'What the check found'],
  checking: ['正在检查', 'Checking'],
  show: ['在图上看', 'Show it'],
  file: ['导入与下载', 'Import and download'],
  paste: ['粘贴 GeoJSON', 'Paste GeoJSON'],
  take: ['用作边界', 'Use as the boundary'],
  pick: ['选择 GeoJSON 文件', 'Choose a GeoJSON file'],
  download: ['下载 GeoJSON', 'Download GeoJSON'],
  noJSON: ['这不是 JSON 文本', 'This is no JSON'],
  noPolygon: ['没有找到有效的多边形(Polygon)', 'There is no valid Polygon in it'],
  several: ['里面有多个多边形,请只留一个', 'There are several polygons in it: leave one'],
  tooLarge: ['文件超过 2 MB', 'The file is over 2 MB'],
  save: ['保存 {n} 个区域', 'Save {n} areas'],
  saved: ['边界已保存', 'Boundaries saved'],
  nothingToSave: ['没有改动', 'Nothing was changed'],
  refused: ['{name}没有保存', '{name} was not saved'],
  drop_all: ['放弃改动', 'Drop the changes'],
  leave: ['画好的边界还没有保存,确定离开吗?', 'What was drawn is not saved. Leave all the same?'],
  leaveTitle: ['还没有保存', 'Not saved'],
  leaveYes: ['离开', 'Leave'],
  leaveNo: ['留下', 'Stay'],
  readAnew: ['读取最新版本', 'Read the present version'],
  others: ['虚线是现在保存着的边界', 'The dashed line is the boundary as it is kept now'],
  halves: ['拆成两块,哪一块是新网格?', 'It would be two parts. Which is the new grid?'],
  half: ['{colour}:{n} 栋楼', '{colour}: {n} buildings'],
  green: ['绿色的一块', 'The green part'],
  amber: ['橙色的一块', 'The amber part'],
  goOn: ['继续拆分', 'Go on'],
})
