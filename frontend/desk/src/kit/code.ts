import { draw } from '@core/code'
import qrcode from 'qrcode-generator'

qrcode.stringToBytes = qrcode.stringToBytesFuncs['UTF-8']

/** svgOf draws a text as a QR code. */
export function svgOf(content: string): string {
  const code = qrcode(0, 'M')
  code.addData(content)
  code.make()
  return draw(code)
}

/** imageOf gives the drawing as the address of an image. */
export const imageOf = (content: string) => `data:image/svg+xml,${encodeURIComponent(svgOf(content))}`
