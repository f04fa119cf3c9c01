import { expect, test } from 'vitest'
import { fen, yuan } from './money'

test('yuan are read to the fen, and nothing else is an amount', () => {
  const read: Record<string, number> = { '0': 0, '0.01': 1, '0.1': 10, '19.99': 1999, '1.1': 110, ' 350.5 ': 35050, '4.35': 435, '1,234.50': 123450, '12,345,678.90': 1234567890, '999999999.99': 99999999999 }
  for (const [typed, want] of Object.entries(read)) expect(fen(typed), typed).toBe(want)
  for (const typed of ['', '.5', '5.', '1.005', '1e3', '-1', '+1', '1,23', '12,34.5', '一百', '1 000', '0x10', 'NaN', '1234567890']) expect(fen(typed), typed).toBeUndefined()
})

test('fen are said as yuan', () => {
  for (const [value, want] of [[0, '0.00'], [1, '0.01'], [-5, '-0.05'], [123450, '1,234.50'], [-100, '-1.00'], [88000000000, '880,000,000.00']] as const) expect(yuan(value)).toBe(want)
})

test('what is said is read again', () => {
  for (let value = 0; value < 10_000_000_000; value = value * 3 + 7) expect(fen(yuan(value))).toBe(value)
})
