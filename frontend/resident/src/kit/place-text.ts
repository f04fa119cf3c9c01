import { words } from '@core/words'

export const place = words({
  title: ['选择小区和楼栋', 'Choose the building'],
  pick: ['选小区楼栋', 'Choose the building'],
  locate: ['用我现在的位置', 'Use my location'],
  finding: ['正在定位…', 'Locating…'],
  detail: ['详细地址', 'Address'],
  nowhere: ['还没有选择地点', 'No place chosen yet'],
  unnamed: ['已选好地点(联网后显示名称)', 'Chosen (its name shows once you are online)'],
  refused: ['没有拿到位置。请允许使用位置,或者自己选小区楼栋', 'Your location was not given. Please allow it, or choose the building yourself'],
})

export const areas = words({
  up: ['上一级', 'One up'],
  here: ['就选:{name}', 'Choose: {name}'],
  none: ['下面没有更细的区域了', 'There is nothing finer below'],
})

export const levels = words({
  city: ['市', 'City'],
  street: ['街道', 'Street'],
  community: ['社区', 'Community'],
  grid: ['网格', 'Grid'],
  building: ['楼栋', 'Building'],
})
