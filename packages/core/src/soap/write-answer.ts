import { EXCEPTIONS, QUERY_NAMESPACE, type Exception, type Wrapping } from './protocol.ts'
import type { Manner } from './read-request.ts'

/** A text as element content, and as attribute. */
export type Escape = (text: string) => string

const SOAP: Readonly<Record<Exclude<Wrapping, 'document'>, string>> = {
  'soap-1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  'soap-1.2': 'http://www.w3.org/2003/05/soap-envelope',
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** Content in the wrapping that the request came in; `at` is when the answer is made, ISO 8601. */
export function wrapped({ wrapping, edition }: Manner, content: string, at: string): string {
  if (wrapping === 'document') {
    return `${HEAD}<epcisq:EPCISQueryDocument xmlns:epcisq="${QUERY_NAMESPACE[edition]}" schemaVersion="${edition}" creationDate="${at}"><EPCISBody>${content}</EPCISBody></epcisq:EPCISQueryDocument>\n`
  }
  return `${HEAD}<soap:Envelope xmlns:soap="${SOAP[wrapping]}"><soap:Body>${content}</soap:Body></soap:Envelope>\n`
}

/** An element of the query namespace. */
export function inQuery({ edition }: Manner, name: string, content: string, xmlns = ''): string {
  const open = `epcisq:${name} xmlns:epcisq="${QUERY_NAMESPACE[edition]}"${xmlns}`
  return content === '' ? `<${open}/>` : `<${open}>${content}</epcisq:${name}>`
}

/** The strings of an ArrayOfString. */
export const strings = (texts: readonly string[], escape: Escape): string =>
  texts.map((text) => `<string>${escape(text)}</string>`).join('')

/** An exception with all that it says. */
export function exceptionElement(manner: Manner, exception: Exception, escape: Escape): string {
  const more = EXCEPTIONS[exception.name].map((name) => {
    const value = name === 'severity' ? (exception.severity ?? 'ERROR') : exception[name]
    return value === undefined ? '' : `<${name}>${escape(value)}</${name}>`
  })
  const reason = `<reason>${escape(exception.reason)}</reason>`
  return inQuery(manner, exception.name, reason + more.join(''))
}

/** Whether the one who sent a request can mend it; else it is ours. */
export const isSenders = ({ name }: Exception): boolean => name !== 'ImplementationException'

/** An exception as what a refused request is answered with: SOAP 1.1 §4.4, SOAP 1.2 part 1 §5.4. */
export function refusal(manner: Manner, exception: Exception, escape: Escape): string {
  const detail = exceptionElement(manner, exception, escape)
  if (manner.wrapping === 'document') return detail
  const says = escape(exception.reason)
  if (manner.wrapping === 'soap-1.1') {
    const code = isSenders(exception) ? 'soap:Client' : 'soap:Server'
    return `<soap:Fault><faultcode>${code}</faultcode><faultstring>${says}</faultstring><detail>${detail}</detail></soap:Fault>`
  }
  const code = isSenders(exception) ? 'soap:Sender' : 'soap:Receiver'
  return `<soap:Fault><soap:Code><soap:Value>${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">${says}</soap:Text></soap:Reason><soap:Detail>${detail}</soap:Detail></soap:Fault>`
}
