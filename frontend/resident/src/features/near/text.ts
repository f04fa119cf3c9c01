import { words } from '@core/words'

export const text = words({
  title: ['身边驿站', 'Near me'],
  intro: ['党群服务驿站可以歇脚、喝水、办事；议事亭和说事点，有话随时来说。', 'Stations to rest and be served; pavilions and talk points to say what should be said.'],
  kinds: ['类型', 'Kind'],
  all: ['全部', 'All'],
  locate: ['用我现在的位置', 'Use my location'],
  locating: ['正在定位…', 'Locating…'],
  refused: ['没有拿到位置。请允许使用位置，或者自己选社区', 'Your location was not given. Please allow it, or choose the community yourself'],
  choose: ['选择社区', 'Choose the community'],
  city: ['全市', 'Whole city'],
  byPlace: ['离您最近的 {n} 处', 'The {n} nearest to you'],
  byArea: ['{area}附近的 {n} 处', '{n} near {area}'],
  byCity: ['全市的驿站和议事亭', 'Stations and pavilions of the city'],
  placeKept: ['您的位置只用来算距离，精确到约一百米，不会保存。', 'Your location only serves to measure the way, to about 100 metres, and is not kept.'],
  none: ['附近还没有这样的地方', 'There is no such place nearby'],
  more: ['加载更多', 'Show more'],
  map: ['地图：{n} 处，编号和下面的列表一致', 'Map: {n} places, numbered as in the list below'],
  you: ['蓝圈是您的位置', 'The blue ring is where you are'],
  metres: ['约 {n} 米', 'about {n} m'],
  kilometres: ['约 {n} 公里', 'about {n} km'],
  here: ['就在附近', 'right here'],
  area: ['所在网格', 'Grid'],
  way: ['离您', 'From you'],
  opened: ['启用时间', 'Open since'],
  call: ['打电话问一问', 'Call and ask'],
  ask: ['在手机上说事', 'Say it on the phone'],
})

/** kinds are what a facility is, and uses what one does there. */
export const kinds = words({
  station: ['党群服务驿站', 'Station'],
  pavilion: ['议事亭', 'Pavilion'],
  square: ['广场', 'Square'],
  talk_point: ['说事点', 'Talk point'],
  listening_corner: ['听事角', 'Listening corner'],
})

export const uses = words({
  station: ['歇脚、喝水、充电，办理社区事项，找网格员', 'Rest, water, power; matters of the community, and its grid workers'],
  pavilion: ['邻居一起商量小区的事', 'Neighbours confer about their compound'],
  square: ['散步、跳舞、邻里活动', 'Walks, dances and neighbourhood activities'],
  talk_point: ['有事来这里说，有人记、有人办', 'Say what is wrong: somebody writes it down and sees to it'],
  listening_corner: ['社区书记和网格员定时听您说', 'The secretary and grid workers listen at set hours'],
})

export const grid = words({
  title: ['我的网格', 'My grid'],
  none: ['您的资料里还没有写到网格。选好楼栋或网格，就知道该找谁。', 'Your profile names no grid yet. Choose your building or grid, and you see whom to turn to.'],
  choose: ['去选择', 'Choose it'],
  team: ['网格里的人', 'The people of the grid'],
  nobody: ['这个网格的人员还没有公示，请先打社区电话。', 'Nobody is named for this grid yet. Please call the community.'],
  how: ['这里公示的是姓氏和岗位，不公开个人手机号。要找他们，打社区电话转接，或者写下来，他们会看到。', 'Surnames and posts are public, private phones are not. Reach them through the community’s number, or write it down: they see it.'],
  hotline: ['社区电话', 'Community'],
  cityLine: ['市民热线', 'City hotline'],
  ask: ['请他们帮忙', 'Ask them for help'],
  urgent: ['有危险先打这里', 'In danger, call here first'],
  neighbours: ['愿意互相认识的邻居', 'Neighbours who agreed to be named'],
  agreed: ['这里只有自己也同意公开姓名的邻居。想收回，到“我的档案”关掉。', 'Only neighbours who agreed as well. To take it back, switch it off under “My record”.'],
  called: ['{name}{post}', '{name}, {post}'],
})

/** posts are the posts of a grid, as a resident addresses who holds one; roles tell what they do. */
export const posts = words({
  chief: ['网格长', 'grid chief'],
  liaison: ['网格联络员', 'grid liaison'],
  full_time: ['网格员', 'grid worker'],
  part_time: ['兼职网格员', 'part-time grid worker'],
})

export const roles = words({
  chief: ['管整个网格，难办的事找网格长', 'Answers for the whole grid; turn here with what is hard'],
  liaison: ['联系物业和业委会', 'The link to the property office and the owners'],
  full_time: ['每天走访，登记和反映问题', 'Visits every day, notes and reports'],
  part_time: ['住在身边的热心邻居', 'A neighbour who lends a hand'],
})
