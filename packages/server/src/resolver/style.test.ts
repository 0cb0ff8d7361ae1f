import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markupOf } from './html.ts'
import { STYLE } from './style.ts'

const css = markupOf(STYLE)
const [light = '', dark = ''] = [...css.matchAll(/:root\{([^}]*)\}/g)].map(([, body]) => body ?? '')

function colours(body: string): Record<string, string> {
  return Object.fromEntries(
    [...body.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name, value]),
  )
}

/** WCAG 2.2 relative luminance. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? colour.replaceAll(/\w/g, '$&$&') : colour
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (bright + 0.05) / (dim + 0.05)
}

test('every text keeps a contrast of 4.5 to its ground, by day and by night', () => {
  const day = colours(light)
  for (const palette of [day, { ...day, ...colours(dark) }]) {
    for (const [ink, ground] of [
      ['ink', 'bg'],
      ['ink', 'card'],
      ['soft', 'bg'],
      ['soft', 'card'],
      ['soft', 'tint'],
      ['green', 'bg'],
      ['green', 'card'],
      ['green', 'tint'],
      ['badink', 'bad'],
      ['warnink', 'warn'],
    ] as const) {
      const ratio = contrast(palette[ink] ?? '', palette[ground] ?? '')
      assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`)
    }
  }
})
