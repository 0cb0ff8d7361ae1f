import { launchBrowser } from '../test/journeys/browser.ts'
import { startServer } from '../test/server.ts'
import { buildConsole, ROOT } from './console.ts'

/** Takes the pictures of the READMEs: the trace of the first tin of the demo chain, as the console shows it. */
const PICTURES = [
  { locale: 'en-US', file: 'docs/images/trace.png' },
  { locale: 'zh-CN', file: 'docs/images/trace.zh-CN.png' },
] as const

type Catalogue = {
  readonly products: readonly { readonly stage?: string; readonly samples: readonly string[] }[]
}

if (!buildConsole()) throw new Error('the console could not be built')
const server = await startServer({ demoTins: 6000 })
const browser = await launchBrowser()
try {
  const { products } = (await (await fetch(`${server.url}/catalogue`)).json()) as Catalogue
  const tin = products.find(({ stage }) => stage === 'can')?.samples[0] ?? ''
  const address = new URLSearchParams({ of: tin, direction: 'backward' })
  for (const { locale, file } of PICTURES) {
    const page = await browser.newPage({ locale, viewport: { width: 1000, height: 900 } })
    await page.goto(`${server.url}/console/?${address}`)
    await page.locator('.box.begins').waitFor()
    await page.waitForLoadState('networkidle')
    await page.screenshot({ path: `${ROOT}${file}`, fullPage: true, animations: 'disabled' })
    await page.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
