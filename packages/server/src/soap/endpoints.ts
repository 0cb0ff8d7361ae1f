import { isoOf } from '@suyuan/core/event/micros'
import type { Edition } from '@suyuan/core/soap/protocol'
import { readRequest, UNSAID, type Manner } from '@suyuan/core/soap/read-request'
import { elementOf } from '@suyuan/core/soap/tree'
import { isSenders, refusal, wrapped } from '@suyuan/core/soap/write-answer'
import { wsdl } from '@suyuan/core/soap/wsdl'
import { escapeText } from '@suyuan/core/xml/escape'
import { readTree } from '@suyuan/core/xml/read-tree'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer } from '../http/answer.ts'
import { wholeText } from '../http/body.ts'
import { refuse, Refused, REFUSALS } from '../http/problem.ts'
import { Parameters } from '../http/request.ts'
import { exceptionOf, Thrown } from './exceptions.ts'
import { HANDLES } from './operations.ts'
import type { SoapRoom } from './room.ts'

/** EPCIS 2.0 §11: the query interface as SOAP, for clients of every edition. */
export function soapEndpoints(room: SoapRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/soap',
      says: 'The query interface of EPCIS 1.0 to 2.0 as SOAP 1.1 or 1.2 (or as an EPCISQueryDocument); an answer is in the edition of the request',
      answers: {
        200: 'What the operation answers',
        400: 'This is no SOAP, or no operation: a fault',
        500: 'The operation throws: a fault whose detail is the standard’s exception, as SOAP 1.1 has it',
      },
      handle: (asked) => serve(room, asked),
    },
  ]
}

/** A request is a few kilobytes; this is room for lists of identifiers. */
const MOST_BYTES = 4 * 2 ** 20

async function serve(room: SoapRoom, asked: Asked): Promise<Response> {
  let manner = UNSAID
  try {
    const text = await textOf(asked)
    const tree = readTree(text, { maxDepth: 50 })
    if (!tree.ok) throw new Unread(tree.problems)
    const request = readRequest(elementOf(tree.value))
    manner = request.manner
    if (!request.read.ok) throw new Unread(request.read.problems)
    const operation = request.read.value
    const content = await HANDLES[operation.name](room, { viewer: asked.viewer, manner, operation })
    return reply(room, manner, { content, status: 200 })
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Thrown)) room.log(error)
    return refused(room, manner, error)
  }
}

/** What could not be understood, so that nothing was done. */
class Unread extends Refused {
  constructor(problems: Refused['problems']) {
    super('ValidationException', problems)
  }
}

async function textOf({ request, body }: Asked): Promise<string> {
  new Parameters(request).done()
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (['text/xml', 'application/soap+xml', 'application/xml'].includes(type)) {
    return wholeText(body, MOST_BYTES)
  }
  const says = `${type === '' ? 'no content type' : type}: send text/xml (SOAP 1.1) or application/soap+xml (1.2)`
  throw refuse('UnsupportedMediaTypeException', 'Content-Type', 'media-type', says)
}

/** What is refused before a request is read: who asks is not known, or may not. */
export function soapRefusal(
  { now }: Pick<SoapRoom, 'now'>,
  request: Request,
  error: unknown,
): Response {
  const sent = request.headers.get('content-type') ?? ''
  const wrapping = sent.startsWith('application/soap+xml') ? 'soap-1.2' : 'soap-1.1'
  const manner = { ...UNSAID, wrapping } as const
  const content = refusal(manner, exceptionOf(error), escapeText)
  if (!(error instanceof Refused)) return reply({ now }, manner, { content, status: 500 })
  const { status } = REFUSALS[error.refusal]
  // Basic is what every SOAP library can send.
  const headers = status === 401 ? { 'www-authenticate': 'Basic realm="EPCIS", Bearer' } : {}
  return reply({ now }, manner, { content, status, headers })
}

/**
 * WS-I Basic Profile 1.1: what is wrong with a request’s form is a 4xx (R1125), a fault of an operation a 500 (SOAP 1.1 §6.2);
 * in SOAP 1.2 a fault that the sender can mend is a 400.
 */
function statusOf(manner: Manner, error: unknown, senders: boolean): number {
  if (manner.wrapping === 'document') return 200
  if (error instanceof Refused) {
    if (error.refusal === 'UnsupportedMediaTypeException') return 415
    if (error.refusal === 'CaptureLimitExceededException') return 413
    if (error instanceof Unread) return 400
  }
  return manner.wrapping === 'soap-1.2' && senders ? 400 : 500
}

function refused(room: SoapRoom, manner: Manner, error: unknown): Response {
  const exception = exceptionOf(error)
  const content = refusal(manner, exception, escapeText)
  return reply(room, manner, { content, status: statusOf(manner, error, isSenders(exception)) })
}

type Reply = {
  readonly content: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

function reply(
  { now }: Pick<SoapRoom, 'now'>,
  manner: Manner,
  { content, status, headers }: Reply,
): Response {
  const type = manner.wrapping === 'soap-1.2' ? 'application/soap+xml' : 'text/xml'
  return answer(wrapped(manner, content, isoOf(now())), {
    status,
    headers: { 'content-type': `${type}; charset=utf-8`, ...headers },
  })
}

const EDITIONS: ReadonlyMap<string, Edition> = new Map([
  ['', '2.0'],
  ['2.0', '2.0'],
  ['1.2', '1.2'],
  ['1.1', '1.2'],
  ['1.0', '1.2'],
])

/** `GET /soap?wsdl`, `?wsdl=1.2`: what tools make clients from. Nothing in it is secret, and they send no key. */
export function describeSoap(request: Request): Response {
  const url = new URL(request.url)
  const asked = [...url.searchParams].find(([name]) => name.toLowerCase() === 'wsdl')
  const edition = EDITIONS.get(asked?.[1] ?? '')
  if (asked === undefined || edition === undefined) {
    const says = 'ask for /soap?wsdl, or /soap?wsdl=1.2; operations are sent with POST'
    throw refuse('NoSuchResourceException', '/soap', 'wsdl', says)
  }
  return answer(wsdl(edition, `${url.origin}/soap`), {
    headers: { 'content-type': 'text/xml; charset=utf-8' },
  })
}
