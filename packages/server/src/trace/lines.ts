import type { Direction, Trace } from '@suyuan/core/flow/trace'
import { answer } from '../http/answer.ts'
import type { Streamed } from './lineage.ts'

const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } }

/** A trace as lines, one object each. */
export function ndjson({ things, links, gaps, ...end }: Trace): Response {
  function* lines(): Generator<string> {
    for (const thing of things) yield `${JSON.stringify({ thing })}\n`
    for (const link of links) yield `${JSON.stringify({ link })}\n`
    for (const gap of gaps) yield `${JSON.stringify({ gap })}\n`
    yield `${JSON.stringify({ end })}\n`
  }
  const pieces = inPieces(lines())
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      const { value, done } = pieces.next()
      if (done === true) stream.close()
      else stream.enqueue(value)
    },
  })
  return answer(body, NDJSON)
}

/** Lines joined into pieces of about 64 kB: sent as they are made, not all at once. */
function* inPieces(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < 65_536) continue
    yield encoder.encode(piece)
    piece = ''
  }
  if (piece !== '') yield encoder.encode(piece)
}

/** The things of a large trace as they come, then its gaps and its end. */
export function streaming({ lines, of, gaps, complete }: Streamed, direction: Direction): Response {
  const last = [...gaps.map((gap) => ({ gap })), { end: { of, direction, complete } }]
  const ending = last.map((line) => `${JSON.stringify(line)}\n`).join('')
  const pieces = all(lines, ending)
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const { value, done } = await pieces.next()
      if (done === true) stream.close()
      else stream.enqueue(value)
    },
    // Whoever goes away ends the walk's answer too.
    cancel: () => pieces.return(undefined).then(() => undefined),
  })
  return answer(body, NDJSON)
}

async function* all(
  lines: AsyncIterable<Uint8Array>,
  ending: string,
): AsyncGenerator<Uint8Array, undefined> {
  yield* lines
  yield new TextEncoder().encode(ending)
  return undefined
}
