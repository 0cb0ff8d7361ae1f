import * as fc from 'fast-check'
import { identifier, name, value, type Request } from './requests.ts'

const HEADERS = [
  'accept',
  'content-type',
  'content-encoding',
  'accept-encoding',
  'gs1-extensions',
  'gs1-epcis-version',
  'gs1-epcis-min',
  'gs1-epcis-max',
  'gs1-cbv-min',
  'gs1-cbv-max',
  'gs1-epc-format',
  'gs1-cbv-xml-format',
  'gs1-capture-error-behaviour',
  'if-none-match',
  'range',
  'authorization',
  'cookie',
  'x-api-key',
  'accept-language',
  'upgrade',
  'expect',
  'x-forwarded-host',
  'prefer',
]
const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    '*/*',
    '*/*;q=0',
    'application/json',
    'application/xml',
    'application/json;q=',
    'text/html,;;,',
    'multipart/form-data; boundary=',
    '2.0',
    '9.9.9',
    '1.2.0-',
    'ex=https://ns.example.com/fuzz/',
    '=',
    'ex=',
    'a=b,c=d,,=',
    'Always_EPC_URN',
    'Always_URN',
    'Never_Translates',
    'proceed',
    'rollback',
    'proceed, rollback',
    'gzip',
    'bytes=0-',
    'x'.repeat(2000),
  ),
  fc.string({
    unit: fc.constantFrom(...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))),
    maxLength: 30,
  }),
)

/** Headers on requests that are otherwise whole. */
export const headers: fc.Arbitrary<Request> = fc
  .tuple(
    fc.constantFrom(
      ['GET', '/events'],
      ['GET', '/'],
      ['GET', '/capture'],
      ['GET', '/bizSteps'],
      ['GET', '/queries'],
      ['OPTIONS', '/events'],
      ['POST', '/capture'],
      ['POST', '/events'],
      ['POST', '/queries'],
      ['GET', '/openapi.json'],
      ['GET', '/trace?of=urn:x:y&direction=backward'],
    ),
    fc.dictionary(fc.constantFrom(...HEADERS), headerValue, { minKeys: 1, maxKeys: 4 }),
  )
  .map(([[method = 'GET', path = '/'], all]) => {
    const sendable = Object.entries(all).filter(([key]) => key !== 'upgrade' && key !== 'expect')
    return {
      method,
      path,
      headers: Object.fromEntries(sendable),
      ...(method === 'POST' && { body: '{}' }),
    }
  })

/** Stored queries and subscriptions. */
export const stored: fc.Arbitrary<Request> = fc
  .tuple(
    fc.constantFrom(
      '/queries',
      '/queries/SimpleEventQuery',
      '/queries/SimpleEventQuery/subscriptions',
      '/queries/nope/subscriptions',
    ),
    fc.oneof(
      fc.record(
        {
          name: fc.oneof(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 1 })),
          query: fc.oneof(
            fc.dictionary(
              name,
              fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 })),
              { maxKeys: 4 },
            ),
            fc.jsonValue({ maxDepth: 2 }),
          ),
        },
        { requiredKeys: [] },
      ),
      fc.record(
        {
          dest: fc.oneof(identifier, fc.jsonValue({ maxDepth: 1 })),
          schedule: fc.oneof(
            fc.dictionary(
              fc.constantFrom('second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek', 'x'),
              fc.oneof(
                fc.constantFrom('0', '[0-59]', '[9-1]', '1,2,,', '61', '*', '[1'),
                fc.jsonValue({ maxDepth: 1 }),
              ),
            ),
            fc.jsonValue({ maxDepth: 1 }),
          ),
          reportIfEmpty: fc.jsonValue({ maxDepth: 1 }),
          initialRecordTime: fc.oneof(value, fc.jsonValue({ maxDepth: 1 })),
          signatureToken: fc.jsonValue({ maxDepth: 1 }),
        },
        { requiredKeys: [] },
      ),
    ),
  )
  .map(([path, body]) => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }))
