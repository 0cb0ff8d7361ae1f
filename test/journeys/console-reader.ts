import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { buildConsole } from '../../scripts/console.ts'

export type Reader = {
  readonly locale: 'zh-CN' | 'en-US'
  readonly width: number
  readonly height: number
}

/** Both languages, at a desk and on a phone. */
export const READERS: readonly Reader[] = (['zh-CN', 'en-US'] as const).flatMap((locale) => [
  { locale, width: 1440, height: 900 },
  { locale, width: 390, height: 844 },
])

/** The pages as they are now; built once, for a build takes away the files that another journey is reading. */
export function buildPages(): void {
  assert.ok(buildConsole(), 'the console could not be built')
}

/** A page of a fresh reader; fails where the page had a fault, or at its end is wider than the screen. */
export async function reading(
  browser: Browser,
  { locale, width, height }: Reader,
  story: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale, viewport: { width, height } })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await story(page)
    assert.deepEqual(faults, [])
    await fits(page)
  } finally {
    await context.close()
  }
}

/** Nothing is wider than the screen it is read on. */
export async function fits(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(beyond <= 0, `the page is ${beyond} px wider than the screen`)
}
