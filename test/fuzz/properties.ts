import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { jsonDocuments, jsonEvents, soapEnvelopes, xmlDocuments } from './documents.ts'
import { headers, stored } from './headers.ts'
import { paths, queries, type Request } from './requests.ts'

/** An answer that takes longer than this is a hang. */
const LONGEST_MS = 10_000

/** What is thrown at a server, by name. */
export const THROWN: Readonly<Record<string, fc.Arbitrary<Request>>> = {
  'JSON documents': posted('/capture', 'application/json', jsonDocuments),
  'JSON documents, proceeding': posted('/capture', 'application/json', jsonDocuments, {
    'gs1-capture-error-behaviour': 'proceed',
  }),
  events: posted('/events', 'application/json', jsonEvents),
  'XML documents': posted('/capture', 'application/xml', xmlDocuments),
  'SOAP envelopes': posted('/soap', 'text/xml', soapEnvelopes),
  'JSON to convert': posted('/convert', 'application/json', jsonDocuments, {
    accept: 'application/xml',
  }),
  'XML to convert': posted('/convert', 'application/xml', xmlDocuments, {
    accept: 'application/json',
  }),
  'master data': posted('/masterdata', 'application/json', jsonDocuments),
  queries,
  paths,
  headers,
  'stored queries and subscriptions': stored,
}

function posted(
  path: string,
  type: string,
  bodies: fc.Arbitrary<string>,
  more: Readonly<Record<string, string>> = {},
): fc.Arbitrary<Request> {
  return bodies.map((body) => ({
    method: 'POST',
    path,
    headers: { 'content-type': type, ...more },
    body,
  }))
}

/** Whatever is asked, the server answers in time, not with 5xx, and says no in the form that it says no in. */
export function answers(url: string, thrown: fc.Arbitrary<Request>): fc.IAsyncProperty<[Request]> {
  return fc.asyncProperty(thrown, async ({ method, path, headers: sent, body }) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: sent,
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_MS),
      ...(body !== undefined && { body: body.toWellFormed() }),
    })
    const text = await response.text()
    // SOAP 1.1 §6.2: every fault is answered 500; whose fault it is, says its code.
    const fault = path === '/soap' && text.includes('<faultcode>soap:Client<')
    assert.ok(response.status < 500 || fault, `${response.status} ${text.slice(0, 500)}`)
    if (response.status >= 400 && method !== 'HEAD' && path !== '/console/') {
      assert.match(
        response.headers.get('content-type') ?? '',
        /^(application\/problem\+(json|xml)|text\/(html|plain|xml)|application\/soap)/,
        text.slice(0, 200),
      )
    }
  })
}
