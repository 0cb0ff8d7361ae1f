import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { openRepository, type Repository } from '../repository.ts'
import { documentOf } from '../server.ts'
import { conformance, options } from './material.ts'
import { schemaFault } from './xsd.ts'

/** GS1's OpenAPI file of EPCIS 2.0, held against what answers: every path, method, status, header, media type and body. */

type Media = Readonly<Record<string, { readonly schema?: object }>>
type Answer = { readonly headers?: Readonly<Record<string, object>>; readonly content?: Media }
type Operation = { readonly responses: Readonly<Record<string, Answer & { $ref?: string }>> }
type OpenApi = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly responses: Readonly<Record<string, Answer>> }
}

const GS1 = join(conformance, 'gs1-epcis')
const jsonOf = (file: string): unknown => JSON.parse(readFileSync(join(GS1, file), 'utf8'))

const standard =
  options.skip === false ? (jsonOf('REST Bindings/openapi.json') as OpenApi) : undefined
const METHODS = ['get', 'post', 'delete', 'options'] as const

type Row = { readonly path: string; readonly method: string; readonly operation: Operation }

const rows: readonly Row[] = Object.entries(standard?.paths ?? {}).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method]
    return operation === undefined ? [] : [{ path, method, operation }]
  }),
)

let repository: Repository
before(async () => {
  if (standard === undefined) return
  repository = await openRepository()
  await told('POST', '/capture', { body: documentOf([EVENT]) })
  const query = { name: 'there', query: { eventType: ['ObjectEvent'] } }
  await told('POST', '/queries', { body: JSON.stringify(query) })
  const hook = {
    dest: 'https://client.example.com/hook',
    stream: true,
    signatureToken: 'x'.repeat(40),
  }
  const made = await told('POST', '/queries/there/subscriptions', { body: JSON.stringify(hook) })
  subscription = (made.headers.get('location') ?? '').split('/').at(-1) ?? ''
  const [job] = (await (await told('GET', '/capture')).json()) as { captureID: string }[]
  captureID = job?.captureID ?? ''
})
after(async () => {
  await repository?.[Symbol.asyncDispose]()
})

let captureID = ''
let subscription = ''

const EVENT = {
  type: 'ObjectEvent',
  eventID: 'urn:uuid:5b6f9e3e-2f0e-4c3a-9f3d-0d8f7f6c9a11',
  eventTime: '2026-03-01T08:00:00.000Z',
  eventTimeZoneOffset: '+00:00',
  epcList: ['urn:epc:id:sgtin:0614141.107346.2018'],
  action: 'OBSERVE',
  bizStep: 'receiving',
  disposition: 'in_progress',
  readPoint: { id: 'urn:epc:id:sgln:0012345.11111.400' },
  bizLocation: { id: 'urn:epc:id:sgln:0012345.11111.0' },
}

/** What is there under each name of a path, and what is not. */
const THERE = (): Readonly<Record<string, string>> => ({
  captureID,
  eventID: EVENT.eventID,
  eventType: 'ObjectEvent',
  epc: 'urn:epc:id:sgtin:0614141.107346.2018',
  bizStep: 'urn:epcglobal:cbv:bizstep:receiving',
  bizLocation: 'urn:epc:id:sgln:0012345.11111.0',
  readPoint: 'urn:epc:id:sgln:0012345.11111.400',
  disposition: 'in_progress',
  queryName: 'there',
  subscriptionID: subscription,
  token: 'abc',
})

/** The path with all its names filled in; with `missing`, the last of them is of nothing. */
function filled(path: string, missing = false): string {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return names.reduce((text, name, i) => {
    const lacks = missing && i === names.length - 1
    const value = lacks ? 'urn:example:nothing' : (THERE()[name] ?? '')
    return text.replace(`{${name}}`, encodeURIComponent(value))
  }, path)
}

type Asking = { readonly body?: string; readonly accept?: string; readonly type?: string }

function told(method: string, path: string, asking: Asking = {}): Promise<Response> {
  const { body, accept, type } = asking
  const headers = {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(type !== undefined && { 'content-type': type }),
    ...(accept !== undefined && { accept }),
  }
  return repository.ask(path, {
    method: method.toUpperCase(),
    headers,
    ...(body !== undefined && { body }),
  })
}

const BODIES: Readonly<Record<string, string>> = {
  '/capture': documentOf([{ ...EVENT, eventID: 'urn:uuid:5b6f9e3e-2f0e-4c3a-9f3d-0d8f7f6c9a12' }]),
  '/events': JSON.stringify({
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    ...EVENT,
    eventID: 'urn:uuid:5b6f9e3e-2f0e-4c3a-9f3d-0d8f7f6c9a13',
  }),
  '/queries': JSON.stringify({ name: 'another', query: { EQ_action: ['ADD'] } }),
  '/queries/{queryName}/subscriptions': JSON.stringify({
    dest: 'https://client.example.com/hook2',
    stream: true,
  }),
}

const ajv = new Ajv({ strict: false, allErrors: true })
;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
const FILE = 'https://gs1.github.io/EPCIS/REST%20Bindings/openapi.json'
if (standard !== undefined) {
  // Errors or an errorFile: written so that every job matches both, the file's own example too.
  const text = JSON.stringify(standard).replace(
    '"oneOf":[{"properties":{"errors"',
    '"anyOf":[{"properties":{"errors"',
  )
  ajv.addSchema({ ...(JSON.parse(text) as object), $id: FILE })
  const events = { ...(jsonOf('EPCIS-JSON-Schema.json') as object) }
  const $id = 'https://gs1.github.io/EPCIS/REST%20Bindings/JSON-Schema-Stub.json'
  ajv.addSchema({ ...events, $id })
}

function answerOf({ operation }: Row, status: string): Answer | undefined {
  const said = operation.responses[status]
  const name = said?.$ref?.split('/').at(-1)
  return name === undefined ? said : standard?.components.responses[name]
}

/** Holds a body against a schema of the file. */
function holds(body: unknown, schema: object, what: string): void {
  const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${FILE}#/`)) as object
  const check = ajv.compile(absolute)
  assert.ok(check(body), `${what}: ${JSON.stringify(check.errors?.slice(0, 4))}`)
}

/** Said only where there is something to say: no next page, no extension, no record time. */
const NOT_ALWAYS = new Set([
  'Link',
  'GS1-Next-Page-Token-Expires',
  'GS1-Extensions',
  'GS1-Query-Min-Record-Time',
])

/** Paths whose bodies the file describes wrongly (facts §9.7), or that other tests hold to more than it says. */
const OTHERS = /^\/queries/

for (const row of rows) {
  const { path, method, operation } = row
  const success = Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? ''

  // What goes is held by the tests of queries and subscriptions.
  if (method === 'delete' && path !== '/nextPageToken/{token}') continue

  test(`${method.toUpperCase()} ${path}: ${success} with its headers, media types and body`, () =>
    succeeds(row, success))
}

async function succeeds(row: Row, success: string): Promise<void> {
  const { path, method } = row
  const answer = await told(method, filled(path), bodyOf(path, method))
  assert.equal(String(answer.status), success, await answer.clone().text())
  const listed = answerOf(row, success)
  const missing = Object.keys(listed?.headers ?? {})
    .filter((name) => !NOT_ALWAYS.has(name))
    .filter((name) => !answer.headers.has(name))
  assert.deepEqual(missing, [])
  if (listed?.content !== undefined) await saysAsListed(answer, path, listed.content)
}

async function saysAsListed(answer: Response, path: string, content: Media): Promise<void> {
  const text = await answer.text()
  const types = Object.keys(content)
  assert.ok(types.includes(answer.headers.get('content-type') ?? ''), types.join())
  const schema = content['application/json']?.schema
  if (schema === undefined || OTHERS.test(path)) return
  holds(JSON.parse(text), schema, path)
  if (types.includes('application/xml')) await succeedsInXml(path)
}

/** Held against the XML schema, which knows no collection. */
async function succeedsInXml(path: string): Promise<void> {
  const answer = await told('get', filled(path), { accept: 'application/xml' })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'application/xml')
  const text = await answer.text()
  if (!text.includes('<Collection')) assert.equal(schemaFault(text, '2.0'), undefined)
}

/** What brings about each refusal that a path lists. */
const WRONG: Readonly<Record<string, (row: Row) => Promise<Response> | undefined>> = {
  '406': ({ method, path }) =>
    method === 'options' || method === 'delete'
      ? repository.ask(filled(path), { method, headers: { 'GS1-EPCIS-Min': '3.0' } })
      : told(method, filled(path), { ...refusedBody(path, method), accept: 'text/csv' }),
  '404': ({ method, path }) =>
    method === 'options' || !path.includes('{')
      ? undefined
      : told(method, filled(path, true), bodyOf(path, method)),
  '409': ({ path }) =>
    told('post', path, {
      body:
        path === '/events'
          ? JSON.stringify({ '@context': [], ...EVENT, action: 'ADD' })
          : JSON.stringify({ name: 'there', query: {} }),
    }),
  '414': ({ method, path }) => told(method, `${filled(path)}?EQ_bizStep=${'x'.repeat(17_000)}`),
  '415': ({ path }) => told('post', filled(path), { body: 'a,b', type: 'text/csv' }),
}

const pathOf: Readonly<Record<string, (row: Row) => string>> = {
  '404': ({ path }) => filled(path, true),
  '414': ({ path }) => `${filled(path)}?EQ_bizStep=${'x'.repeat(17_000)}`,
}

/** A body that would make something: under a name of its own, should it be taken. */
function refusedBody(path: string, method: string): Asking {
  return path === '/queries' && method === 'post'
    ? { body: JSON.stringify({ name: 'never', query: {} }) }
    : bodyOf(path, method)
}

function bodyOf(path: string, method: string): Asking {
  const body = method === 'post' ? BODIES[path] : undefined
  return body === undefined ? {} : { body }
}

for (const row of rows) {
  for (const [status, wrong] of Object.entries(WRONG)) {
    if (row.operation.responses[status] === undefined) continue
    test(`${row.method.toUpperCase()} ${row.path}: ${status} as it is listed`, async () => {
      const answer = await wrong(row)
      if (answer === undefined) return
      assert.equal(String(answer.status), status, await answer.clone().text())
      assert.equal(answer.headers.get('content-type'), 'application/problem+json')
      const problem = (await answer.json()) as { readonly type: string; readonly status: number }
      const listed = answerOf(row, status)?.content?.['application/problem+json']?.schema ?? {}
      holds(asListed(problem), listed, `${row.path} ${status}`)
      if (row.method !== 'get' || status === '406') return
      const said = await told('get', pathOf[status]?.(row) ?? '', { accept: 'application/xml' })
      assert.equal(said.headers.get('content-type'), 'application/problem+xml')
      assert.equal(schemaFault(await said.text(), '2.0'), undefined)
    })
  }
}

/** The file has one name for all 404, which is that of a query, and 406 as the status within 409: each shown otherwise beside. */
function asListed(problem: { readonly type: string; readonly status: number }): object {
  if (problem.status === 404) return { ...problem, type: 'epcisException:NoSuchNameException' }
  return problem.status === 409 ? { ...problem, status: 406 } : problem
}

test('every path of the file was tried', options, () => {
  assert.ok(rows.length > 60, String(rows.length))
})

type Ours = {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly parameters: readonly { readonly name: string; readonly in: string }[]
            readonly requestBody?: object
            readonly responses: Readonly<Record<string, { readonly headers?: object }>>
          }
        >
      >
    >
  >
}

for (const row of rows.filter(({ path }) => !OTHERS.test(path) && path !== '/')) {
  test(`our own document tells of ${row.method.toUpperCase()} ${row.path} what the file tells`, async () => {
    const { paths } = (await (await told('GET', '/openapi.json')).json()) as Ours
    const ours = paths[row.path]?.[row.method]
    assert.ok(ours !== undefined)
    const refs = JSON.stringify(
      (row.operation as { readonly parameters?: object }).parameters ?? [],
    )
    const asked = [...refs.matchAll(/parameters\/(GS1-[\w-]+)"/g)].map(([, name]) => name)
    const named = new Set(ours.parameters.map(({ name }) => name))
    assert.deepEqual(
      asked.filter((name) => !named.has(name ?? '')),
      [],
    )
    assert.equal(ours.requestBody !== undefined || row.method !== 'post', true)
    const statuses = Object.keys(row.operation.responses).filter((status) => status !== '501')
    // A name that is only of use in an answer may be of nothing: OPTIONS does not look.
    const unlooked =
      row.method === 'options' ? new Set(['403', '404', '414', '500']) : new Set(['414'])
    assert.deepEqual(
      statuses.filter((status) => ours.responses[status] === undefined && !unlooked.has(status)),
      [],
    )
  })
}
