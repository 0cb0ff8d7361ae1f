import { Readable } from 'node:stream'
import type { PrefixRow } from '@suyuan/core/id/prefix-book'
import type { ConvertOptions, Form as Target } from '@suyuan/core/xml/convert'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer } from '../http/answer.ts'
import { formOf, isXml, type CbvXmlFormat, type Form } from '../http/form.ts'
import { sendsEpcis } from '../http/request.ts'
import { turned } from './convert.ts'
import type { ConvertingOptions } from './converting.ts'

export type ConvertRoom = {
  readonly limits: { readonly maxBytes: number; readonly maxEventChars: number }
  /** What is known of company prefixes: readers of 1.2 get EPC URNs. */
  readonly prefixes: () => Promise<readonly PrefixRow[]>
}

/** Ours: documents from one binding or edition of EPCIS into another. Nothing is kept. */
export function convertEndpoints(room: ConvertRoom): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/convert',
      says: 'Turns an EPCIS document, JSON-LD or XML of EPCIS 1.0 to 2.0 by its Content-Type, into what Accept asks for: JSON-LD or XML, with GS1-EPCIS-Max: 1.2 in XML of 1.2. GS1-CBV-XML-Format is heard. Nothing is kept',
      answers: {
        200: 'The document',
        406: 'Neither JSON nor XML is accepted',
        413: 'More than the limit',
        415: 'Neither JSON nor XML',
      },
      handle: (asked) => convert(room, asked),
    },
  ]
}

async function convert(room: ConvertRoom, { request, body }: Asked): Promise<Response> {
  const from = sendsEpcis(request)
  const form = formOf(request)
  const cbv = CBV[form.cbvXmlFormat]
  const to = targetOf(form)
  const options: ConvertingOptions = {
    from,
    to,
    maxEventChars: room.limits.maxEventChars,
    ...(cbv !== undefined && { cbv }),
    ...(to === 'xml-1.2' && { prefixes: await room.prefixes() }),
  }
  const document = await turned(body, { ...options, maxBytes: room.limits.maxBytes })
  const stream = Readable.toWeb(Readable.from(document.parts()))
  return answer(stream as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': form.mediaType,
      'content-length': String(document.size),
      vary: 'Accept',
    },
  })
}

function targetOf({ mediaType, version }: Form): Target {
  if (!isXml(mediaType)) return 'json'
  return version === '1.2' ? 'xml-1.2' : 'xml'
}

const CBV: Readonly<Record<CbvXmlFormat, ConvertOptions['cbv']>> = {
  No_Preference: undefined,
  Always_Web_URI: 'web-uri',
  Always_URN: 'urn',
  Never_Translates: 'as-is',
}
