import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { expect } from './test.ts'

/** fetched downloads the newest export of the page, once it is written. */
export async function fetched(page: Page): Promise<Buffer> {
  const coming = page.waitForEvent('download')
  await page.locator('.line').first().getByRole('link', { name: '下载' }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(/^\w+-\d{8}-\d{4}\.xlsx$/)
  return readFileSync(await file.path())
}

/** sheetOf is the first file of a workbook, which is its sheet, as XML. */
export function sheetOf(book: Buffer): string {
  expect(book.subarray(0, 2).toString()).toBe('PK')
  return inflateRawSync(book.subarray(30 + book.readUInt16LE(26) + book.readUInt16LE(28))).toString()
}

/** takenOut asks for what a page shows, with the masks on, and gives the sheet. */
export async function takenOut(page: Page, button: string, table: string): Promise<string> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('dialog').getByRole('button', { name: '导出 Excel' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '导出' })).toBeVisible()
  await expect(page.locator('.line').first().getByText(table, { exact: true })).toBeVisible()
  return sheetOf(await fetched(page))
}
