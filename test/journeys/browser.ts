import chromium from '@sparticuz/chromium'
import { chromium as driver, type Browser } from 'playwright-core'

/** In one process Chromium dies with the first context that closes; and pages must keep to the web's rules of origin. */
const UNWANTED = ['--single-process', '--disable-web-security']

/** A Chromium that npm brought: as root, without a system package. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return driver.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args.filter((arg) => !UNWANTED.includes(arg)),
    headless: true,
  })
}
