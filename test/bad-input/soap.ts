import assert from 'node:assert/strict'
import { childOf, textOf, type XmlElement } from '@suyuan/core/xml/element'
import { readTree } from '@suyuan/core/xml/read-tree'

export const Q1: string = 'urn:epcglobal:epcis-query:xsd:1'
export const Q2: string = 'urn:epcglobal:epcis-query:xsd:2'
export const S11: string = 'http://schemas.xmlsoap.org/soap/envelope/'
export const S12: string = 'http://www.w3.org/2003/05/soap-envelope'

export const envelope = (inside: string, namespace: string = S11): string =>
  `<s:Envelope xmlns:s="${namespace}"><s:Body>${inside}</s:Body></s:Envelope>`

export const operation = (name: string, inside = '', namespace: string = Q2): string =>
  `<q:${name} xmlns:q="${namespace}">${inside}</q:${name}>`

export const poll = (params: string, name = 'SimpleEventQuery', namespace: string = Q2): string =>
  envelope(operation('Poll', `<queryName>${name}</queryName><params>${params}</params>`, namespace))

export const param = (name: string, ...values: readonly string[]): string =>
  `<param><name>${name}</name><value>${values.map((value) => `<string>${value}</string>`).join('')}</value></param>`

export function rootOf(text: string): XmlElement {
  const read = readTree(text)
  assert.ok(read.ok, text)
  return read.value
}

/** The exception in the detail of a fault, and its reason. */
export async function fault(answer: Response): Promise<{
  readonly status: number
  readonly name: string
  readonly reason: string
}> {
  const text = await answer.text()
  assert.match(answer.headers.get('content-type') ?? '', /xml; charset=utf-8$/)
  assert.doesNotMatch(text, /node:|\.ts:\d|    at /, 'a fault tells nothing of our insides')
  const body = childOf(rootOf(text), 'Body')
  const said = body && childOf(body, 'Fault')
  assert.ok(said, text)
  const detail = childOf(said, 'detail') ?? childOf(said, 'Detail')
  const exception = detail?.children[0]
  assert.ok(exception, text)
  const reason = textOf(childOf(exception, 'reason') ?? exception)
  assert.ok(reason.length > 10, text)
  return { status: answer.status, name: exception.local, reason }
}
