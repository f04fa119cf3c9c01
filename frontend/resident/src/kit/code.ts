import qrcode from 'qrcode-generator'

qrcode.stringToBytes = qrcode.stringToBytesFuncs['UTF-8']

const quiet = 4 // modules of white around the code, as the standard asks

/** svgOf draws a text as a QR code, black on white in both themes, since readers need the contrast. */
export function svgOf(content: string): string {
  const code = qrcode(0, 'M')
  code.addData(content)
  code.make()
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

/** imageOf gives the drawing as the address of an image. */
export const imageOf = (content: string) => `data:image/svg+xml,${encodeURIComponent(svgOf(content))}`
