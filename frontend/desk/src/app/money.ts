/** fen reads yuan as people type them, 1,234.5, digit by digit; undefined for what is no amount. */
export function fen(typed: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,2}))?$/.exec(typed.trim()) ?? []
  return whole === undefined ? undefined : Number(whole.replaceAll(',', '') + part.padEnd(2, '0'))
}

/** yuan says fen as yuan to the fen: 1,234.50. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`
}
