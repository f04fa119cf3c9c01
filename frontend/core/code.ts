/** Modules are the black and white squares of a QR code. */
export interface Modules { getModuleCount(): number; isDark(row: number, column: number): boolean }

const quiet = 4 // modules of white around the code, as the standard asks

/** draw gives a QR code as SVG, black on white in both themes, since readers need the contrast. */
export function draw(code: Modules): string {
  const count = code.getModuleCount()
  const side = count + 2 * quiet
  let path = ''
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">`
    + `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
}
