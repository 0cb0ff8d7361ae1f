import type { Endpoint } from './access/endpoint.ts'
import { REFUSALS } from './http/problem.ts'

/** The OpenAPI 3.1 document of these endpoints, made from the table that serves them. */
export function openApi(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path.replaceAll('{+', '{')] ??= {})
    path[endpoint.method.toLowerCase()] = operationOf(endpoint)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Suyuan 溯源',
      version: '0.1.0',
      description: 'EPCIS 2.0 capture and query, and traces of what was captured',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: { schemas: { Problem: PROBLEM } },
  }
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'problems'],
  properties: {
    type: { type: 'string', enum: Object.keys(REFUSALS).map((name) => `epcisException:${name}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'rule', 'says'],
        properties: {
          at: { type: 'string', description: 'JSON pointer, ?parameter or header' },
          rule: { type: 'string' },
          says: { type: 'string', description: 'how to mend it' },
        },
      },
    },
  },
}

function operationOf({ path, says, parameters = {}, answers }: Endpoint): object {
  const inPath = [...path.matchAll(/\{\+?(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = Object.entries(parameters).flatMap(([names, description]) =>
    names
      .split(', ')
      .map((name) => ({ name, in: 'query', description, schema: { type: 'string' } })),
  )
  const refused = {
    description: 'Problem details, every problem with its place',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  const responses = Object.entries(answers).map(([status, description]) => [
    status,
    Number(status) < 400 ? { description } : { ...refused, description },
  ])
  return {
    summary: says,
    parameters: [...inPath, ...inQuery],
    responses: { ...Object.fromEntries(responses), 400: refused, 500: refused },
  }
}
