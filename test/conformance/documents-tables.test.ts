import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import * as cbv from '@suyuan/core/cbv/vocabulary'
import { expand, GS1_CONTEXTS, readContext } from '@suyuan/core/event/context'
import { KINDS } from '@suyuan/core/event/kinds'

const shared = resolve(import.meta.dirname, '../..', process.env['SUYUAN_SHARED'] ?? '../shared')
const conformance = join(shared, 'conformance')
const absent = !existsSync(shared) && process.env['CI'] !== 'true'
const options = { skip: absent ? 'the shared conformance material is not here' : false }

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly propertyNames?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly string[]
  readonly required?: readonly string[]
  readonly $ref?: string
}
type Terms = Readonly<Record<string, unknown>>

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(conformance, file), 'utf8').replace(/^\uFEFF/, '')) as T
}

function definitions(): Readonly<Record<string, Schema>> {
  return read<{ definitions: Record<string, Schema> }>('gs1-epcis/EPCIS-JSON-Schema.json')
    .definitions
}

/** The closed list of names in a schema's `propertyNames`, through its references. */
function namesIn(schema: Schema | undefined, all: Readonly<Record<string, Schema>>): string[] {
  if (schema === undefined) return []
  const referred =
    schema.$ref === undefined ? undefined : all[schema.$ref.slice('#/definitions/'.length)]
  return [
    ...(schema.enum ?? []),
    ...namesIn(referred, all),
    ...(schema.anyOf ?? []).flatMap((part) => namesIn(part, all)),
  ]
}

test(
  'each kind of event knows the fields that GS1’s schema knows, and persistentDisposition',
  options,
  () => {
    const all = definitions()
    for (const [type, kind] of KINDS) {
      const parts = all[type]?.allOf ?? []
      const names = new Set(parts.flatMap((part) => namesIn(part.propertyNames, all)))
      assert.deepEqual(
        [...kind.fields.keys()].toSorted(),
        [...names.add('persistentDisposition')].toSorted(),
        type,
      )
      const required = new Set(
        [...parts, all['Event'] ?? {}].flatMap((part) => part.required ?? []),
      )
      required.delete('type')
      assert.deepEqual([...kind.required].toSorted(), [...required].toSorted(), type)
    }
  },
)

const ENUMS: Readonly<Record<string, cbv.Vocabulary>> = {
  bizStep: cbv.BIZ_STEP,
  disposition: cbv.DISPOSITION,
  'bizTransaction-type': cbv.BIZ_TRANSACTION_TYPE,
  'source-dest-type': cbv.SOURCE_DEST_TYPE,
  'error-reason': cbv.ERROR_REASON,
  component: cbv.COMPONENT,
  measurementType: cbv.MEASUREMENT_TYPE,
  sensorAlertType: cbv.SENSOR_ALERT,
}

test('the vocabularies hold the words of GS1’s schema, no more and no fewer', options, () => {
  const all = definitions()
  for (const [name, vocabulary] of Object.entries(ENUMS)) {
    assert.deepEqual([...vocabulary.words].toSorted(), namesIn(all[name], all).toSorted(), name)
  }
})

const CONTEXT_FILES = {
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld':
    'gs1-epcis/epcis-context.jsonld',
  'https://ref.gs1.org/standards/epcis/epcis-context.jsonld':
    'openepcis-dpp-ready/vendor/gs1/epcis-context.jsonld',
} as const

test('the built-in prefixes are those of both editions of GS1’s context', options, () => {
  for (const [url, file] of Object.entries(CONTEXT_FILES)) {
    const terms = read<{ '@context': Terms }>(file)['@context']
    const prefixes = Object.entries(terms).filter(
      ([, iri]) => typeof iri === 'string' && /[:/#]$/.test(iri),
    )
    assert.ok(prefixes.length >= 8)
    assert.deepEqual(Object.fromEntries(readContext(url).prefixes), Object.fromEntries(prefixes))
    assert.ok(GS1_CONTEXTS.has(url))
  }
})

/** Where in the context the words of a vocabulary are. */
const SCOPES: readonly (readonly [readonly string[], cbv.Vocabulary])[] = [
  [['bizStep'], cbv.BIZ_STEP],
  [['disposition'], cbv.DISPOSITION],
  [['bizTransactionList'], cbv.BIZ_TRANSACTION_TYPE],
  [['sourceList'], cbv.SOURCE_DEST_TYPE],
  [['errorDeclaration', 'reason'], cbv.ERROR_REASON],
]

test('every word of a field’s own context is our word, and means our URI', options, () => {
  const file = CONTEXT_FILES['https://ref.gs1.org/standards/epcis/epcis-context.jsonld']
  const root = read<{ '@context': Terms }>(file)['@context']
  const context = readContext('https://ref.gs1.org/standards/epcis/epcis-context.jsonld')
  for (const [path, vocabulary] of SCOPES) {
    const found = new Map(wordsIn(path.reduce<unknown>((scope, name) => within(scope)[name], root)))
    for (const word of vocabulary.words) {
      assert.equal(cbv.webUriOf(vocabulary, word), expand(context, found.get(word) ?? ''), word)
    }
  }
})

function within(scope: unknown): Terms {
  const terms = scope as Terms
  return (terms['@context'] ?? terms) as Terms
}

/** All `word: prefix:name` pairs below, however deep. */
function wordsIn(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([word, iri]): [string, string][] =>
    typeof iri === 'string' ? [[word, iri]] : wordsIn(iri),
  )
}
