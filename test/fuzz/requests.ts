import * as fc from 'fast-check'
import { PARAMETER_NAMES } from '@suyuan/core/query/parameters'

export type Request = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

const VALUES = [
  '',
  '1',
  '-1',
  '0',
  '1e999',
  'NaN',
  'true',
  'null',
  'ObjectEvent',
  'ADD',
  'ADD|DELETE',
  '|',
  '||',
  'shipping',
  '*',
  '%',
  '_',
  "'",
  '"',
  ';--',
  '\\',
  '$1',
  '\u0000',
  '\ud800',
  '2026-03-01T08:00:00Z',
  '2026-03-01T08:00:00 08:00',
  '2026-99-01',
  '+999999-01-01T00:00:00Z',
  'eventTime',
  'recordTime',
  'ASC',
  'DESC',
  'urn:epc:id:sgtin:0614141.107346.1',
  'urn:epc:idpat:sgtin:0614141.*.*',
  'urn:epc:idpat:sgtin:*',
  'urn:epc:id:sgtin:*.*.*',
  'urn:epc:class:lgtin:0614141.300001.a',
  'https://id.gs1.org/01/10614141073464/21/2',
  'https://id.gs1.org/01/%2F',
  'urn:epcglobal:cbv:bizstep:shipping',
  'x'.repeat(3000),
]
/** Values of parameters. */
export const value: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.array(fc.constantFrom(...VALUES), { maxLength: 5 }).map((all) => all.join('|')),
)

const field = fc.constantFrom(
  'ex:own',
  'ex:a-b.c',
  'nope:x',
  ':',
  'https://ns.example.com/fuzz/#own',
  'cbvmda:lotNumber',
  'own',
  '',
  'urn:x#',
  '__proto__',
)
const comparison = fc.constantFrom(
  'EQ',
  'GT',
  'GE',
  'LT',
  'LE',
  'EXISTS',
  'HASATTR',
  'EQATTR',
  'WD',
  'MATCH',
)
const level = fc.constantFrom(
  '',
  'INNER_',
  'ILMD_',
  'INNER_ILMD_',
  'ERROR_DECLARATION_',
  'INNER_ERROR_DECLARATION_',
  'SENSORELEMENT_',
  'SENSORMETADATA_',
  'SENSORREPORT_',
  'INNER_SENSORREPORT_',
  'readPoint_',
  'INNER_bizLocation_',
  'bizTransaction_',
  'source_',
  'value_',
  'minValue_',
  'sDev_',
  'quantity_',
)
const unit = fc.constantFrom('KGM', 'CEL', 'XXX', '', 'kgm', '_')
/** Names of parameters, and what looks like them. */
export const name: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...PARAMETER_NAMES, 'perPage', 'nextPageToken'),
  fc
    .tuple(comparison, level, fc.oneof(field, unit))
    .map(([how, where, what]) => `${how}_${where}${what}`),
  fc.string({ maxLength: 15 }),
)

/** Percent-encoded as a client would, or left as it is. */
const written = (text: string, raw: boolean): string =>
  raw ? text.replaceAll(/[^\x21-\x7e]|[#?]/g, '') : encodeURIComponent(text.toWellFormed())

const search = fc
  .array(fc.tuple(name, value, fc.integer({ min: 0, max: 9 })), { maxLength: 5 })
  .map((pairs) =>
    pairs
      .map(([key, text, raw]) => `${written(key, raw === 0)}=${written(text, raw === 0)}`)
      .join('&'),
  )

/** Questions to `/events`. */
export const queries: fc.Arbitrary<Request> = search.map((text) => ({
  method: 'GET',
  path: `/events?${text}`,
  headers: {},
}))

/** Identifiers, and what looks like them. */
export const identifier: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...VALUES),
  fc
    .tuple(
      fc.constantFrom(
        'urn:epc:id:',
        'urn:epc:class:',
        'urn:epc:idpat:',
        'https://id.gs1.org/',
        'https://example.com/a/',
        '(01)',
        ']d2',
        'ni:///',
      ),
      fc.constantFrom(
        'sgtin:',
        'sscc:',
        'sgln:',
        'lgtin:',
        'grai:',
        'giai:',
        'gdti:',
        'cpi:',
        'itip:',
        'upui:',
        'pgln:',
        '01/',
        '00/',
        '8003/',
        '414/',
        'x:',
        '',
      ),
      fc.string({
        unit: fc.constantFrom(...Array.from('0123456789.*/%()-_!+abcAB ')),
        maxLength: 40,
      }),
    )
    .map((parts) => parts.join('')),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const PLACES = [
  '/epcs/{}',
  '/epcs/{}/events',
  '/events/{}',
  '/eventTypes/{}/events',
  '/bizSteps/{}/events',
  '/bizLocations/{}',
  '/readPoints/{}/events',
  '/dispositions/{}',
  '/capture/{}',
  '/queries/{}',
  '/queries/{}/events',
  '/queries/{}/subscriptions',
  '/nextPageToken/{}',
  '/trace?direction=backward&of={}',
  '/where?of={}',
  '/history?of={}',
  '/search?text={}',
  '/masterdata/{}',
  '/01/{}',
  '/{}',
  '/console/{}',
]

/** Paths with an identifier in them, whole or torn. */
export const paths: fc.Arbitrary<Request> = fc
  .tuple(
    fc.constantFrom(...PLACES),
    identifier,
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom('GET', 'GET', 'GET', 'OPTIONS', 'DELETE', 'HEAD'),
  )
  .map(([place, text, raw, method]) => ({
    method,
    path: place.replace('{}', () => written(text, raw === 0)),
    headers: {},
  }))
