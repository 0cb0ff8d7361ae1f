import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readContext } from '@suyuan/core/event/context'
import { trace } from '@suyuan/core/flow/answer'
import type { FlowEvent, Part } from '@suyuan/core/flow/flow-event'
import { flowEventOf } from '@suyuan/core/flow/read'
import { event, tin } from '../store/events.ts'

const LOT = 'https://id.gs1.org/01/09521001008013/10/MILK'
const OUTPUTS = 400

/** How often names of outputs are read to follow a link, when a lot is used in so many runs of as many outputs. */
async function readsPerLink(runs: number): Promise<number> {
  let reads = 0
  const counted = (part: Part): Part =>
    Object.defineProperty({ ...part }, 'id', {
      enumerable: true,
      get: () => {
        reads++
        return part.id
      },
    })
  const context = readContext('https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld')
  const made = Array.from({ length: runs }, (_, run): FlowEvent => {
    const {
      epcList: _things,
      action: _action,
      ...common
    } = { ...event(run) } as Record<string, unknown>
    const outputEPCList = Array.from({ length: OUTPUTS }, (__, i) => tin(`R${run}N${i}`))
    const said = {
      ...common,
      type: 'TransformationEvent',
      inputQuantityList: [{ epcClass: LOT }],
      outputEPCList,
    }
    const place = { time: run, order: run + 1, eventID: `run${run}`, void: false }
    const flow = flowEventOf(said as never, context, place)
    return { ...flow, outputs: flow.outputs.map(counted) }
  })
  const ofRun = new Map(made.flatMap((one) => one.outputs.map(({ id }) => [id, one] as const)))
  reads = 0
  const answer = await trace(
    {
      about: async (things) =>
        things.includes(LOT) ? made : [...new Set(things.flatMap((id) => ofRun.get(id) ?? []))],
      transformations: async () => [],
      isPlace: async () => false,
    },
    { of: { id: LOT, kind: 'lot' } as Part, direction: 'forward' },
  )
  assert.equal(answer?.links.length, runs * OUTPUTS)
  return reads / (runs * OUTPUTS)
}

test('what a link costs does not grow with the runs that a lot is used in', async () => {
  const [few, many] = [await readsPerLink(4), await readsPerLink(16)]
  assert.ok(many < 1.2 * few, `${few} reads a link in 4 runs, ${many} in 16`)
  assert.ok(few < 200, `${few} reads a link`)
})
