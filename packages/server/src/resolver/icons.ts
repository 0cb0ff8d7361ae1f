import { html, type Html } from './html.ts'

/** Line drawings of 24 × 24, our own. */
const DRAWINGS: Readonly<Record<string, string>> = {
  seed: 'M12 21V11c0-4 3-7 7-7 0 4-3 7-7 7M12 16c0-3-2.500-5-6.500-5 0 3 2.500 5 6.500 5',
  leaf: 'M6 20c.5-5 0-9-2-12M11 20c-.5-6 0-11 1-16M15 20c0-5 1.500-8 5-11M3 20h18',
  cow: 'M4 20V10.500L12 4l8 6.500V20zM9 20v-6h6v6M9 20l6-6M12 8.500v.1',
  drop: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z',
  truck:
    'M2 8c0-1 1-2 2-2h8c1 0 2 1 2 2v8H2zM14 10h4l4 4v2h-8M6 19a1.800 1.800 0 1 0 0-3.600A1.800 1.800 0 0 0 6 19zM18 19a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600z',
  silo: 'M7 21V7c0-2 2-4 5-4s5 2 5 4v14zM7 9h10M7 14h10',
  heat: 'M10 14V5a2 2 0 0 1 4 0v9a4 4 0 1 1-4 0zM12 17V9',
  dry: 'M3 9h11a2.700 2.700 0 1 0-2.700-2.700M3 14h15a2.700 2.700 0 1 1-2.700 2.700M3 18.500h7',
  oil: 'M9 3h6M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M8 15h8',
  lot: 'M12 20V5M6 11c3 0 6 1 6 4M18 8c-3 0-6 1-6 4',
  mix: 'M4 11h16a8 8 0 0 1-16 0zM16 3l-4 8',
  tin: 'M6 6c0-1.300 3-2 6-2s6 .7 6 2v12c0 1.300-3 2-6 2s-6-.7-6-2zM6 6c0 1.300 3 2 6 2s6-.7 6-2M9.500 12.500h5M9.500 15.500h3',
  box: 'M4 8l8-4 8 4-8 4zM4 8v8l8 4 8-4V8M12 12v8',
  shop: 'M5 11v9h14v-9M3.500 9L5 4h14l1.500 5a2.800 2.800 0 0 1-5.600 0 2.900 2.900 0 0 1-5.800 0 2.800 2.800 0 0 1-5.600 0zM10 20v-5h4v5',
  pin: 'M12 21c5-5 7-8 7-11a7 7 0 0 0-14 0c0 3 2 6 7 11zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  record: 'M6.500 3H14l4 4v14H6.500zM14 3v4h4M9.500 12h5.500M9.500 16h5.500',
  alert: 'M12 4l9.500 16.500h-19zM12 10v4.500M12 17.500v.1',
}

/** A picture beside a heading that says the same: hidden from those who listen. */
export function icon(name: string): Html {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="${DRAWINGS[name] ?? ''}"/></svg>`
}

/** The line of hills under the product's name. */
export const HILLS: Html = html`<svg class="hills" viewBox="0 0 400 38" preserveAspectRatio="none" aria-hidden="true"><path d="M0 24C60 2 110 6 170 20s120 14 230-12v30H0z" fill="currentColor" opacity=".1"/><path d="M0 32c80-22 150-10 220-4s120 2 180-10v20H0z" fill="currentColor" opacity=".16"/></svg>`
