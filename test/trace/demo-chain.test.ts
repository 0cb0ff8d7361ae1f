import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { Trace } from '@suyuan/core/flow/trace'
import type { Whereabouts } from '@suyuan/core/flow/whereabouts'
import { openAccess } from '../../packages/server/src/access/access.ts'
import { createApp } from '../../packages/server/src/app.ts'
import { writeChain } from '../../packages/server/src/chain/write.ts'
import type { Engine } from '../../packages/server/src/db/engine.ts'
import { openStore } from '../../packages/server/src/store/open.ts'

/** The whole chain is checked at 6,000 tins; SUYUAN_CHAIN_TINS and SUYUAN_CHAIN_SEED choose another by hand. */
const TINS = Number(process.env['SUYUAN_CHAIN_TINS'] ?? 6000)
const SEED = Number(process.env['SUYUAN_CHAIN_SEED'] ?? 7)

type Tin = { readonly id: string; readonly lot: string; readonly group: string }
type Gap = { readonly kind: string; readonly id?: string }
type Group = {
  readonly group: string
  readonly backward: readonly string[]
  readonly possible: readonly string[]
  readonly gaps: readonly Gap[]
}
type Standing = {
  readonly id: string
  readonly containers: readonly string[]
  readonly place: string
  readonly state: string
}
type Incident = {
  readonly name: string
  readonly suspects: readonly {
    readonly id: string
    readonly certain: number
    readonly possible: number
    readonly file: string
  }[]
  readonly gaps: readonly { readonly kind: string; readonly trace: 'forward' | 'backward' }[]
  readonly forged?: string
  readonly neverSeen?: string
}

suite(`the demo chain of ${TINS} tins, against its own ground truth`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-chain-'))
  const truth = (file: string): string => readFileSync(join(folder, 'chain', 'truth', file), 'utf8')
  const lines = <T>(file: string): readonly T[] =>
    truth(file)
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as T]))
  let engine: Engine
  let app: ReturnType<typeof createApp>

  const ask = async <T>(path: string): Promise<T> => {
    const answer = await app.request(path)
    assert.equal(answer.status, 200, `${path}: ${answer.status}`)
    return (await answer.json()) as T
  }
  const traceOf = (id: string, direction: string): Promise<Trace> =>
    ask(`/trace?of=${encodeURIComponent(id)}&direction=${direction}&links=none`)

  before(async () => {
    await writeChain({ seed: SEED, tins: TINS, out: join(folder, 'chain') })
    engine = await openStore(join(folder, 'data'))
    const now = (): number => Date.now() * 1000
    app = createApp({ engine, access: openAccess, now, log: (fault) => assert.fail(String(fault)) })
    const documents = join(folder, 'chain', 'documents')
    for (const file of readdirSync(documents).sort()) {
      const body = readFileSync(join(documents, file))
      const headers = { 'content-type': 'application/json' }
      const answer = await app.request('/capture', { method: 'POST', headers, body })
      assert.equal(answer.status, 202, `${file}: ${await answer.text()}`)
    }
  })
  after(async () => {
    await engine[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  test('every tin is traced to exactly what it was made from, surely or possibly', async (t) => {
    const groups = new Map(lines<Group>('groups.ndjson').map((group) => [group.group, group]))
    const tins = lines<Tin>('tins.ndjson')
    assert.equal(tins.length, TINS)
    for (const tin of tins) {
      const group = groups.get(tin.group)
      assert.ok(group)
      const { things, gaps } = await traceOf(tin.id, 'backward')
      assert.deepEqual(
        things.map(({ id }) => id).sort(),
        [tin.lot, ...group.backward].sort(),
        tin.id,
      )
      const possible = things.flatMap(({ id, certainty }) => (certainty === 'possible' ? [id] : []))
      assert.deepEqual(possible.sort(), [...group.possible].sort(), tin.id)
      const kinds = (list: readonly Gap[]): readonly string[] =>
        [...new Set(list.map((one) => one.kind))].sort()
      assert.deepEqual(kinds(gaps), kinds(group.gaps), tin.id)
    }
    t.diagnostic(`${tins.length} tins traced, ${groups.size} groups of origin`)
  })

  test('every tin is where the simulation left it', async () => {
    for (const { id, containers, place, state } of lines<Standing>('whereabouts.ndjson')) {
      const where = await ask<Whereabouts>(`/where?of=${encodeURIComponent(id)}`)
      assert.deepEqual(
        { containers: where.containers, place: where.place, state: where.state },
        { containers, place, state },
        id,
      )
    }
  })

  test('every incident finds exactly the tins it touched, and shows the gaps it must', async (t) => {
    const ofTins = new Set(lines<Tin>('tins.ndjson').map(({ id }) => id))
    for (const incident of JSON.parse(truth('incidents.json')) as readonly Incident[]) {
      for (const suspect of incident.suspects) {
        const { things, gaps } = await traceOf(suspect.id, 'forward')
        const tins = things.filter(({ id }) => ofTins.has(id))
        const expected = truth(suspect.file)
          .split('\n')
          .filter((line) => line !== '')
        assert.deepEqual(tins.map(({ id }) => id).sort(), expected.sort(), incident.name)
        assert.ok(
          tins.length > 0 && tins.length < TINS,
          `${incident.name} touches some and spares others`,
        )
        const certain = tins.filter(({ certainty }) => certainty === 'certain').length
        assert.deepEqual(
          [certain, tins.length - certain],
          [suspect.certain, suspect.possible],
          incident.name,
        )
        for (const { kind, trace } of incident.gaps) {
          if (trace === 'forward')
            assert.ok(
              gaps.some((gap) => gap.kind === kind),
              `${incident.name}: ${kind}`,
            )
        }
        t.diagnostic(`${incident.name}: ${suspect.id} → ${tins.length} tins`)
      }
    }
  })

  test('a forged serial was never made, and one never seen is not found', async () => {
    const incidents = JSON.parse(truth('incidents.json')) as readonly Incident[]
    const { forged = '', neverSeen = '' } =
      incidents.find(({ name }) => name === 'forged-serial') ?? {}
    const { things } = await traceOf(forged, 'backward')
    assert.deepEqual(things, [])
    const answer = await app.request(
      `/trace?of=${encodeURIComponent(neverSeen)}&direction=backward`,
    )
    assert.equal(answer.status, 404)
  })
})
