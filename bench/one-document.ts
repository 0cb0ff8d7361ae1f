import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { simulate } from '../packages/server/src/chain/simulate.ts'
import { watchMemory } from './memory.ts'
import { start } from './servers.ts'

export type OneDocument = {
  readonly bytes: number
  readonly events: number
  readonly seconds: number
  readonly peakMemory: number | undefined
}

/** The demo chain in one capture document of at least so many bytes, made while it is sent. @throws Error when it is refused. */
export async function captureOneDocument(bytes: number): Promise<OneDocument> {
  await using subject = await start('embedded', ['--capture-limit', String(bytes + 2 ** 26)])
  const memory = watchMemory(subject.processes)
  const from = performance.now()
  const sent = request(`${subject.url}/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  const answered = once(sent, 'response')
  const done = { bytes: 0, events: 0 }
  for (const piece of piecesOf(bytes)) {
    done.bytes += Buffer.byteLength(piece.text)
    done.events += piece.events
    if (!sent.write(piece.text)) await Promise.race([once(sent, 'drain'), answered])
  }
  sent.end()
  const [response] = (await answered) as [IncomingMessage]
  const says = Buffer.concat(await response.toArray()).toString()
  memory.stop()
  if (response.statusCode !== 202) throw new Error(`${response.statusCode} ${says.slice(0, 500)}`)
  const seconds = (performance.now() - from) / 1000
  return { ...done, seconds, peakMemory: memory.peak() }
}

const LIST = '"eventList":[\n'
/** A chain of more tins than any document needs: it is left when there is enough. */
const TINS = 20_000_000

/** The demo chain as one document of at least so many bytes, in pieces. */
export function* piecesOf(
  bytes: number,
): Generator<{ readonly text: string; readonly events: number }> {
  let made = 0
  for (const part of simulate({ seed: 7, tins: TINS, eventsPerDocument: 1000 })) {
    if (part.kind !== 'document') continue
    const list = part.json.indexOf(LIST) + LIST.length
    const events = part.json.slice(list, part.json.lastIndexOf('\n'))
    // the first opens the document: `@context`, header and all
    const text = made === 0 ? part.json.slice(0, list) + events : `,\n${events}`
    made += text.length
    yield { text, events: part.events }
    if (made >= bytes) break
  }
  yield { text: '\n]}}', events: 0 }
}
