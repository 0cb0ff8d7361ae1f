import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Cause } from '@suyuan/core/cause/rank'
import type { CauseAnswer } from '../../packages/server/src/cause/gather.ts'
import { createRandom } from '../../packages/server/src/chain/random.ts'
import { servedChain, type Incident, type Served } from './chain.ts'

/** Chains of so many tins; SUYUAN_CAUSE_SEEDS and SUYUAN_CAUSE_TINS choose others by hand. */
const SEEDS = (process.env['SUYUAN_CAUSE_SEEDS'] ?? '7,11,23').split(',').map(Number)
const TINS = Number(process.env['SUYUAN_CAUSE_TINS'] ?? 3000)

/** What the record itself has a sign against is also named first, of all that the same tins have. */
const NAMED: ReadonlySet<string> = new Set([
  'contaminated-oil-lot',
  'warm-tanker',
  'repalletised-pallet',
  'returned-case',
  'unrecorded-origin',
])

for (const seed of SEEDS) {
  suite(`chain ${seed} of ${TINS} tins`, () => {
    test('of 10 bad and 100 good tins of every incident, what was at fault comes first', async (t) => {
      await using chain = await servedChain(seed, TINS)
      let touching = 0
      for (const incident of chain.incidents) {
        const bad = chain.lines(incident.file)
        if (bad.length === 0) continue
        touching++
        const question = sampled(chain, bad, `${seed} ${incident.name}`)
        const { causes, good, control } = await ask(chain, question)
        const [first] = causes
        assert.ok(first && holds(first, incident), `${incident.name}: ${JSON.stringify(first)}`)
        assert.deepEqual([good, control], [100, undefined])
        assert.deepEqual([first.bad.share, first.good.share], [1, 0], incident.name)
        if (NAMED.has(incident.name)) {
          const named = incident.suspects.some(({ id }) => id === first.factor.id)
          assert.ok(named, `${incident.name}: ${JSON.stringify(first.factor)}`)
        }
        t.diagnostic(`${incident.name}: ${first.factor.id}, and ${first.alikeCount} alike`)
      }
      assert.ok(touching >= 6)
    })
  })
}

test('without good tins a sample is drawn, the same for the same seed, of the same product and without the bad', async () => {
  await using chain = await servedChain(7, 1500)
  const [incident] = chain.incidents.filter(({ name }) => name === 'returned-case')
  assert.ok(incident)
  const bad = chain.lines(incident.file)
  const first = await ask(chain, { bad })
  const { control } = first
  assert.ok(control !== undefined && control.drawn.length === first.good)
  assert.ok(first.good > 20)
  const ofTins = new Set(chain.tins)
  for (const id of control.drawn) {
    assert.ok(ofTins.has(id) && !bad.includes(id))
    assert.equal(id.split('/21/')[0], control.classes[0])
  }
  assert.deepEqual(await ask(chain, { bad }), first)
  const other = await ask(chain, { bad, seed: 2 })
  assert.notDeepEqual(other.control?.drawn, control.drawn)
  assert.ok(first.causes[0] && holds(first.causes[0], incident))
})

test('what was never seen is named, and bad input is refused, all of it at once', async () => {
  await using chain = await servedChain(7, 1000)
  const [tin = ''] = chain.tins
  const never = 'https://id.gs1.org/01/06901234567892/21/never'
  const { unseen, bad } = await ask(chain, { bad: [tin, never], good: [] })
  assert.deepEqual([unseen, bad], [[never], 1])
  await ask(chain, { bad: [never] }, 404)
  const refused = await ask(
    chain,
    { bad: ['milk', { id: tin, when: 'now' }, 7], good: [tin], sead: 1, limit: 0 },
    400,
  )
  const { problems } = refused as unknown as { readonly problems: readonly { at: string }[] }
  const wanted = ['/bad/0', '/bad/1/when', '/bad/2', '/good', '/limit', '/sead']
  assert.deepEqual(problems.map(({ at }) => at).sort(), wanted)
})

/** Whether what was at fault is among what this set of tins has: the lots and things under suspicion. */
const holds = ({ factor, alike }: Cause, { suspects }: Incident): boolean =>
  [factor, ...alike].some(({ id }) => suspects.some((suspect) => suspect.id === id))

function sampled(
  { tins }: Served,
  bad: readonly string[],
  stream: string,
): { readonly bad: readonly string[]; readonly good: readonly string[] } {
  const random = createRandom(SEEDS[0] ?? 7, stream)
  const some = (from: readonly string[], count: number): readonly string[] =>
    from
      .map((id) => [random.between(0, 1), id] as const)
      .toSorted(([a], [b]) => a - b)
      .slice(0, count)
      .map(([, id]) => id)
  const affected = new Set(bad)
  const spared = tins.filter((id) => !affected.has(id))
  return { bad: some(bad, 10), good: some(spared, 100) }
}

async function ask(chain: Served, question: object, status = 200): Promise<CauseAnswer> {
  const answer = await chain.request('/common-cause', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
  })
  assert.equal(answer.status, status, await answer.clone().text())
  return (await answer.json()) as CauseAnswer
}
