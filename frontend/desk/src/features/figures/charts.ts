import type { EChartsCoreOption } from 'echarts/core'
import type { components } from '@core/schema'
import { text, weekdays } from './text'

const accents = () => ['--el-color-primary', '--green'].map((name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim())

type Point = components['schemas']['PointView']

/** trendOption draws what was placed and finished, month by month, in letters of a size. */
export function trendOption(placed: Point[], finished: Point[], fontSize = 12): EChartsCoreOption {
  const axisLabel = { fontSize }
  return {
    color: accents(), tooltip: { trigger: 'axis', renderMode: 'richText' }, legend: { bottom: 0, textStyle: { fontSize } },
    grid: { left: 4 * fontSize, right: 12, top: 12, bottom: 4 * fontSize + 4 },
    xAxis: { type: 'category', data: placed.map(({ month }) => month), axisLabel }, yAxis: { type: 'value', minInterval: 1, axisLabel },
    series: [{ name: text.placed, type: 'bar', data: placed.map(({ value }) => value) }, { name: text.finished, type: 'line', symbol: 'diamond', data: finished.map(({ value }) => value) }],
  }
}

const week = [1, 2, 3, 4, 5, 6, 0] as const

/** heatOption draws in which hours of the week orders come. */
export function heatOption(heat: components['schemas']['HourView'][]): EChartsCoreOption {
  const most = Math.max(1, ...heat.map(({ count }) => count))
  return {
    tooltip: { renderMode: 'richText' }, grid: { left: 48, right: 12, top: 8, bottom: 56 },
    xAxis: { type: 'category', data: Array.from({ length: 24 }, (_, hour) => hour) }, yAxis: { type: 'category', inverse: true, data: week.map((day) => weekdays[day]) },
    visualMap: { min: 0, max: most, orient: 'horizontal', left: 'center', bottom: 0, inRange: { color: ['#fbeae8', '#d9837e', '#8f1e18'] } },
    series: [{ type: 'heatmap', data: heat.map(({ weekday, hour, count }) => [hour, week.indexOf(weekday as (typeof week)[number]), count]) }],
  }
}
