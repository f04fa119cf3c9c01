import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/** fetched downloads the newest export of the page, once it is written. */
export async function fetched(page: Page, format = 'xlsx'): Promise<Buffer> {
  const coming = page.waitForEvent('download')
  await page.locator('.line').first().getByRole('link', { name: '下载' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(new RegExp(`^\\w+-\\d{8}-\\d{4}\\.${format}$`))
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

/** takenOut asks for what a page shows, with the masks on, and gives the sheet. */
export async function takenOut(page: Page, button: string, table: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('dialog').getByRole('button', { name: '导出表格' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '导出' })).toBeVisible()
  await expect(page.locator('.line').first().getByText(table, { exact: true })).toBeVisible()
  return sheetOf(await fetched(page))
}
