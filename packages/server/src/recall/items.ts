import type { RecalledItem } from '@suyuan/core/recall/case'
import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { answer } from '../http/answer.ts'
import { acceptsJson, Parameters, prefers } from '../http/request.ts'
import { findHolders, type Holder } from '../master/holders.ts'
import { linesOf, type Line } from './blocks.ts'
import type { Kept } from './kept.ts'
import { caseOf, type RecallRoom } from './room.ts'
import { holderRef } from './tally.ts'
import { countsOf } from './told.ts'

const NDJSON = 'application/x-ndjson'

/** Every affected item, streamed. */
export const itemsEndpoint = (room: RecallRoom): Endpoint => ({
  method: 'GET',
  path: '/recalls/{id}/items',
  says: 'Every affected item, as application/x-ndjson, a line each: {id, lot, certainty, container, place, state, holder, status}',
  parameters: {
    holder: 'only those of this holder',
    lot: 'only those of this lot',
    things: 'all: lots and equipment too, with their kind',
  },
  answers: { 200: 'Lines', 404: 'No such recall' },
  handle: (asked) => items(room, asked),
})

/** A line of a block as it is told. */
function telling(kept: Kept, holders: ReadonlyMap<string, Holder>): (line: Line) => RecalledItem {
  const status = statusOf(kept)
  return (line) => ({
    id: line.id,
    lot: line.lot,
    certainty: line.certain ? 'certain' : 'possible',
    container: line.container,
    place: line.place,
    state: line.state,
    holder: holderRef(line.place ?? '', holders).holder,
    status: status.get(line.id) ?? 'open',
  })
}

async function items(room: RecallRoom, asked: Asked): Promise<Response> {
  const { request, viewer } = asked
  operatorOnly(viewer)
  if (!prefers(request, NDJSON)) acceptsJson(request)
  const params = new Parameters(request)
  const anyText = (text: string): string => text
  const holder = params.optional('holder', anyText, 'a holder, as the case names it')
  const lot = params.optional('lot', anyText, 'a lot, as the case names it')
  const all = params.optional('things', (text) => (text === 'all' ? true : undefined), 'all')
  params.done()
  const kept = await caseOf(room, asked)
  await room.watch.catchUp()
  const { run, whereabouts } = await room.watch.versionOf(kept)
  const places = whereabouts.flatMap(({ place }) => place ?? [])
  const holders = await room.engine.read(findHolders, places)
  const toldItem = telling(kept, holders)
  async function* texts(): AsyncGenerator<string> {
    for await (const lines of linesOf(room.engine, run)) {
      let text = ''
      for (const line of lines) {
        if (all !== true && (line.kind !== 'item' || line.used)) continue
        const item = toldItem(line)
        if (holder !== undefined && item.holder !== holder) continue
        if (lot !== undefined && item.lot !== lot) continue
        text += `${JSON.stringify(all === true ? { kind: line.kind, used: line.used, ...item } : item)}\n`
      }
      if (text !== '') yield text
    }
  }
  const lines = texts()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    pull: async (stream) => {
      const { value, done } = await lines.next()
      if (done === true) stream.close()
      else stream.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await lines.return(undefined)),
  })
  return answer(body, { headers: { 'content-type': NDJSON } })
}

function statusOf(kept: Kept): ReadonlyMap<string, RecalledItem['status']> {
  return new Map(
    countsOf(kept).flatMap(({ kind, ids = [] }) => ids.map((id) => [id, kind] as const)),
  )
}
