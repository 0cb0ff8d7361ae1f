import type { Problem } from '@suyuan/core/problem'
import { Hono, type Context } from 'hono'
import { problemBody } from '../http/problem.ts'
import type { Ask } from './ask.ts'
import { passportFacts } from './facts.ts'
import { markupOf, type Html } from './html.ts'
import { readCodeUrl } from './link.ts'
import { languageOf, prefersHtml } from './negotiate.ts'
import { passportPage, refusalPage, type Refusal } from './passport.ts'

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Vary: 'Accept-Language, Accept',
}

/** A recall must reach the next reader, so a page lives a minute; a refusal is not kept at all. */
const KEEP = { page: 'public, max-age=60', refusal: 'no-store' } as const

/**
 * The routes of codes that people scan; `tell` hears of our own faults, which the reader is only apologised for.
 * `GET /01/{gtin}[/22/…][/10/{lot}][/21/{serial}]`: the passport, 200 also for a serial that was never made (the page
 * says so), 404 where nothing of the code is known, 400 where it is none. A person is refused by a page, a program by a
 * problem document (RFC 9457).
 */
export function resolverRoutes(ask: Ask, tell: (fault: Error) => void = () => {}): Hono {
  const app = new Hono()
  app.get('/01/*', async (c) => {
    const url = readCodeUrl(rawPathOf(c.req.url))
    if (!url.ok) return refused(c, { status: 400, refusal: 'malformed', problems: url.problems })
    const facts = await passportFacts(ask, url.value)
    if (!facts.known) {
      const says = 'No event and no master data names this product.'
      const problems = [{ at: '/1', rule: 'unknown-code', says }]
      return refused(c, { status: 404, refusal: 'unknown', problems, code: url.value.gtin })
    }
    return page(c, passportPage(facts, languageFor(c)), 200)
  })
  app.onError((fault, c) => {
    tell(fault)
    return refused(c, { status: 500, refusal: 'broken', problems: [] })
  })
  return app
}

type Refused = {
  readonly status: 400 | 404 | 500
  readonly refusal: Refusal
  readonly problems: readonly Problem[]
  readonly code?: string
}

function refused(c: Context, { status, refusal, problems, code = '' }: Refused): Response {
  if (prefersHtml(c.req.header('accept'))) {
    return page(c, refusalPage(refusal, languageFor(c), code), status)
  }
  const { exception, title } = AS_PROBLEM[refusal]
  return c.body(JSON.stringify({ ...problemBody(exception, problems), title }), status, {
    ...HEADERS,
    'Cache-Control': KEEP.refusal,
    'Content-Type': 'application/problem+json',
  })
}

const AS_PROBLEM = {
  malformed: { exception: 'ValidationException', title: 'This is no GS1 Digital Link of a GTIN' },
  unknown: { exception: 'NoSuchResourceException', title: 'Nothing is known of this code' },
  broken: { exception: 'ImplementationException', title: 'The code could not be looked up' },
} as const

function page(c: Context, markup: Html, status: 200 | 400 | 404 | 500): Response {
  return c.body(markupOf(markup), status, {
    ...HEADERS,
    'Cache-Control': status === 200 ? KEEP.page : KEEP.refusal,
    'Content-Language': languageFor(c) === 'zh' ? 'zh-CN' : 'en',
    'Content-Type': 'text/html; charset=utf-8',
  })
}

const languageFor = (c: Context): ReturnType<typeof languageOf> =>
  languageOf(c.req.query('lang'), c.req.header('accept-language'))

/** The path as it was sent, still escaped: a decoded `%2F` would be another address. */
const rawPathOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? ''
