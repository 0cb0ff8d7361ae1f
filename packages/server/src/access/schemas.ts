import type { Body } from './described.ts'
import { REFUSALS } from '../http/problem.ts'

const CONTEXT = { description: 'JSON-LD context', type: ['string', 'array', 'object'] }
const TIME = { type: 'string', format: 'date-time' }

const typesOf = (
  rows: Readonly<Record<string, { readonly status: number; readonly type?: string }>>,
): readonly string[] =>
  [...new Set(Object.entries(rows).map(([name, { type = name }]) => type))].map(
    (name) => `epcisException:${name}`,
  )

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'problems'],
  properties: {
    type: { type: 'string', enum: typesOf(REFUSALS) },
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

const document = (type: string, body: object): object => ({
  type: 'object',
  required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'],
  properties: {
    '@context': CONTEXT,
    type: { const: type },
    schemaVersion: { type: 'string' },
    creationDate: TIME,
    epcisHeader: { type: 'object' },
    epcisBody: body,
  },
})

const EVENTS = { type: 'array', items: { $ref: '#/components/schemas/EPCISEvent' } }

/** Bodies by their outlines; what is within an event is the standard's own schema. */
export const SCHEMAS: Readonly<Record<Body | 'Problem', object>> = {
  Problem: PROBLEM,
  EPCISEvent: {
    type: 'object',
    description: 'An event of EPCIS 2.0, JSON binding',
    required: ['type', 'eventTime', 'eventTimeZoneOffset'],
    properties: {
      '@context': CONTEXT,
      type: { type: 'string' },
      eventID: { type: 'string' },
      eventTime: TIME,
      eventTimeZoneOffset: { type: 'string' },
      recordTime: TIME,
    },
  },
  EPCISDocument: {
    oneOf: [
      document('EPCISDocument', { type: 'object', properties: { eventList: EVENTS } }),
      { $ref: '#/components/schemas/EPCISQueryDocument' },
    ],
  },
  EPCISQueryDocument: document('EPCISQueryDocument', {
    type: 'object',
    required: ['queryResults'],
    properties: {
      queryResults: {
        type: 'object',
        properties: {
          queryName: { type: 'string' },
          subscriptionID: { type: 'string' },
          resultsBody: { type: 'object', properties: { eventList: EVENTS } },
        },
      },
    },
  }),
  Collection: {
    type: 'object',
    required: ['@context', 'type', 'member'],
    properties: {
      '@context': CONTEXT,
      type: { const: 'Collection' },
      member: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    },
  },
  CaptureJob: {
    type: 'object',
    required: ['captureID', 'createdAt', 'running', 'success', 'captureErrorBehaviour', 'errors'],
    properties: {
      captureID: { type: 'string' },
      createdAt: TIME,
      finishedAt: TIME,
      running: { type: 'boolean' },
      success: { type: 'boolean' },
      captureErrorBehaviour: { enum: ['rollback', 'proceed'] },
      errors: { type: 'array', items: { type: 'object' } },
    },
  },
  CaptureJobs: { type: 'array', items: { $ref: '#/components/schemas/CaptureJob' } },
  Query: {
    type: 'object',
    description: 'Parameters of SimpleEventQuery, alone or under `query`',
    additionalProperties: true,
  },
}
