import { SPOKEN } from './spoken.ts'

/** Of this product. */
export const VERSION = '0.1.0'

/** What every answer of the EPCIS interface says of itself (EPCIS 2.0 §12.5). */
export const STANDING: Readonly<Record<string, string>> = {
  'GS1-EPCIS-Version': SPOKEN.EPCIS.version,
  'GS1-CBV-Version': SPOKEN.CBV.version,
  'GS1-Vendor-Version': `Suyuan/${VERSION}`,
}

type Init = { readonly status?: number; readonly headers?: Readonly<Record<string, string>> }

/** A JSON answer. */
export function json(body: unknown, init: Init = {}): Response {
  return text(JSON.stringify(body), init)
}

/** JSON text as an answer. */
export function text(body: string, init: Init = {}): Response {
  return answer(body, { ...init, headers: { 'content-type': 'application/json', ...init.headers } })
}

/**
 * An answer. Its headers are said at once, as a plain object: one that is added to a `Response` later costs as much as all
 * the rest of a look-up (50 µs).
 */
export function answer(body: BodyInit | null, { status = 200, headers }: Init = {}): Response {
  return new Response(body, { status, headers: { ...STANDING, ...headers } })
}
