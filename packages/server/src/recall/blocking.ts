import type { Engine } from '../db/engine.ts'
import { linesOf } from './blocks.ts'
import { openCases } from './kept.ts'
import type { Watch } from './watch.ts'

/** What is asked about: a thing, canonical, with its lots. */
type Subject = { readonly of: string }
type Reason = { readonly kind: 'recalled'; readonly ref: string }
type Blocked = { readonly id: string; readonly kind: 'recalled'; readonly ref: string }

const refOf = (recall: string): string => `/recalls/${recall}`

/** What open recalls forbid to be sold: every affected item, every affected lot, and a lot as such that has affected items. Drills forbid nothing. */
export function blockByRecalls(
  engine: Engine,
  watch: Watch,
): {
  readonly reasons: (subjects: readonly Subject[]) => Promise<readonly (readonly Reason[])[]>
  readonly all: () => AsyncIterable<readonly Blocked[]>
  readonly state: () => Promise<string>
} {
  return {
    reasons: async (subjects) => {
      const found = await watch.affecting(subjects.map(({ of }) => of))
      return subjects.map(({ of }) =>
        (found.get(of) ?? []).map((recall) => ({ kind: 'recalled' as const, ref: refOf(recall) })),
      )
    },
    all: () => allBlocked(engine, watch),
    state: () => stateOf(engine, watch),
  }
}

/** The open cases, and the run in which each was traced last: a run is never changed. */
async function stateOf(engine: Engine, watch: Watch): Promise<string> {
  await watch.catchUp()
  const cases = (await engine.read(openCases, undefined)).filter(({ drill }) => !drill)
  const runs: string[] = []
  for (const kept of cases) runs.push(`${kept.number}:${(await watch.versionOf(kept)).run}`)
  return runs.join(' ')
}

async function* allBlocked(engine: Engine, watch: Watch): AsyncGenerator<readonly Blocked[]> {
  await watch.catchUp()
  for (const kept of await engine.read(openCases, undefined)) {
    if (kept.drill) continue
    const ref = refOf(String(kept.number))
    const { run, lots } = await watch.versionOf(kept)
    yield lots.flatMap(({ lot }) => (lot === null ? [] : [{ id: lot, kind: 'recalled', ref }]))
    for await (const lines of linesOf(engine, run)) {
      yield lines
        .filter(({ kind, used }) => !used && (kind === 'item' || kind === 'lot'))
        .map(({ id }) => ({ id, kind: 'recalled', ref }))
    }
  }
}
