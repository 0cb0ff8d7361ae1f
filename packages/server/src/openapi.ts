import { ANSWER_HEADERS, REQUEST_HEADERS, type AnswerHeader } from './access/described.ts'
import type { Endpoint } from './access/endpoint.ts'
import { VERSION } from './http/answer.ts'
import { DOCUMENT_TYPES } from './http/form.ts'
import { SCHEMAS } from './access/schemas.ts'

/** The OpenAPI 3.1 document of these endpoints, made from the table that serves them. */
export function openApi(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = { '/': { get: ROOT } }
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path.replaceAll('{+', '{')] ??= {})
    path[endpoint.method.toLowerCase()] = operationOf(endpoint)
  }
  for (const [path, item] of Object.entries(paths)) item['options'] ??= discoveryOf(path)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Suyuan 溯源',
      version: VERSION,
      description: 'EPCIS 2.0 capture and query, and traces of what was captured',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ bearer: [] }, { basic: [] }, { key: [] }, {}],
    paths,
    components: { schemas: SCHEMAS, securitySchemes: SECURITY, responses: { Refused: REFUSED } },
  }
}

const SECURITY = {
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic', description: 'the key as the password' },
  key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
}

const PROBLEM = { schema: { $ref: '#/components/schemas/Problem' } }

const REFUSED = {
  description: 'Problem details, every problem with its place',
  content: {
    'application/problem+json': PROBLEM,
    'application/problem+xml': { schema: { type: 'string' } },
  },
}

const refused = { $ref: '#/components/responses/Refused' }

/** Every operation may end so. */
const ALWAYS = { 400: refused, 401: refused, 403: refused, 406: refused, 500: refused }

const headersOf = (names: readonly AnswerHeader[]): object =>
  Object.fromEntries(
    names.map((name) => [name, { description: ANSWER_HEADERS[name], schema: { type: 'string' } }]),
  )

const STANDING: readonly AnswerHeader[] = [
  'GS1-EPCIS-Version',
  'GS1-CBV-Version',
  'GS1-Vendor-Version',
]

const contentOf = (body: string, types: readonly string[]): object =>
  Object.fromEntries(
    types.map((type) => [
      type,
      {
        schema: type.endsWith('xml')
          ? { type: 'string' }
          : { $ref: `#/components/schemas/${body}` },
      },
    ]),
  )

const ROOT = {
  summary: 'The top-level resources of EPCIS 2.0; to a browser, the console',
  parameters: [],
  responses: {
    200: { description: 'A collection', content: contentOf('Collection', DOCUMENT_TYPES) },
    406: refused,
  },
}

function discoveryOf(path: string): object {
  return {
    summary: 'What this resource can do, and which versions are spoken',
    parameters: inPath(path),
    responses: {
      204: {
        description: 'Allow, and the headers of EPCIS 2.0 discovery',
        headers: { Allow: { schema: { type: 'string' } }, ...headersOf(STANDING) },
      },
      401: refused,
      406: refused,
    },
  }
}

const inPath = (path: string): readonly object[] =>
  [...path.matchAll(/\{\+?(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

function operationOf(endpoint: Endpoint): object {
  const { path, says, parameters = {}, headers = [], takes } = endpoint
  const inQuery = Object.entries(parameters).flatMap(([names, description]) =>
    names
      .split(', ')
      .map((name) => ({ name, in: 'query', description, schema: { type: 'string' } })),
  )
  const inHeader = headers.map((name) => ({
    name,
    in: 'header',
    description: REQUEST_HEADERS[name],
    schema: { type: 'string' },
  }))
  return {
    summary: says,
    parameters: [...inPath(path), ...inQuery, ...inHeader],
    ...(takes !== undefined && {
      requestBody: {
        required: takes.required ?? true,
        content: contentOf(takes.body, takes.types),
      },
    }),
    responses: { ...responsesOf(endpoint), ...ALWAYS },
  }
}

function responsesOf({ answers, gives, tells = [] }: Endpoint): object {
  return Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [
      status,
      Number(status) >= 400
        ? { ...REFUSED, description }
        : {
            description,
            headers: headersOf([...STANDING, ...tells]),
            ...(gives !== undefined && { content: contentOf(gives.body, gives.types) }),
          },
    ]),
  )
}
