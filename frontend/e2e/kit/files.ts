import { readFileSync } from 'node:fs'
import { deflateSync, crc32, inflateRawSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/** picture is a PNG of 640 × 480 with a slope of colour, so that it compresses as a photo does. */
export const picture = { name: 'glasses.png', mimeType: 'image/png', buffer: png(640, 480) }

function png(width: number, height: number): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * 3) + 1 + x * 3
      rows[at] = (x * 255) / width
      rows[at + 1] = (y * 255) / height
      rows[at + 2] = 128
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), data])
  const out = Buffer.alloc(8 + body.length)
  out.writeUInt32BE(data.length, 0)
  out.set(body, 4)
  out.writeUInt32BE(crc32(body), 4 + body.length)
  return out
}

/** fetched downloads the newest export of the page. */
export async function fetched(page: Page): Promise<Buffer> {
  const coming = page.waitForEvent('download')
  await page.locator('.line').first().getByRole('link', { name: '下载' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(/^\w+-\d{8}-\d{4}\.xlsx$/)
  return readFileSync(await file.path())
}

/** sheetOf is the first sheet of a workbook, as XML; where it lies, the directory at the end says (APPNOTE 4.3.12). */
export function sheetOf(book: Buffer): string {
  for (let at = book.readUInt32LE(book.lastIndexOf('PK\x05\x06') + 16); book.readUInt32LE(at) === 0x02014b50;) {
    const [name, more, comment] = [28, 30, 32].map((field) => book.readUInt16LE(at + field))
    if (book.toString('utf8', at + 46, at + 46 + name!) === 'xl/worksheets/sheet1.xml') {
      const from = book.readUInt32LE(at + 42)
      const begin = from + 30 + book.readUInt16LE(from + 26) + book.readUInt16LE(from + 28)
      return inflateRawSync(book.subarray(begin, begin + book.readUInt32LE(at + 20))).toString()
    }
    at += 46 + name! + more! + comment!
  }
  throw new Error('no sheet')
}
