import type { EventIndex } from './event-index.ts'
import { nameOf, type Fresh } from './fresh.ts'
import { positionsUnder } from './run-cursor.ts'
import { appendRun, IDENTITIES, lookUp, maybeKept, MENTIONS, mergeStep } from './runs.ts'
import { IDENTITY, tokenOf } from './token.ts'

/** The index as sorted runs: what the embedded engine has. */
export const runIndex: EventIndex = {
  append: async (tx, events, first) => {
    await appendRun(tx, IDENTITIES, identityEntries(events, first))
    await appendRun(tx, MENTIONS, mentionEntries(events, first))
  },
  mentioning: async (tx, tokens) => (await lookUp(tx, MENTIONS, tokens)).flat(),
  mentioningEach: (tx, tokens) => lookUp(tx, MENTIONS, tokens),
  ordered: true,
  under: positionsUnder,
  named: async (tx, tokens) => {
    const maybe = (await maybeKept(tx, tokens)).flatMap((i) => tokens[i] ?? [])
    return maybe.length === 0 ? [] : (await lookUp(tx, IDENTITIES, maybe)).flat()
  },
  forget: () => Promise.resolve(),
  tidy: async (tx) => {
    await mergeStep(tx)
  },
}

function identityEntries(events: readonly Fresh[], first: number): Uint32Array {
  const entries = new Uint32Array(events.length * 3)
  events.forEach((event, i) => {
    const { high, low } = tokenOf(IDENTITY, nameOf(event))
    entries.set([high, low, first + i], i * 3)
  })
  return entries
}

function mentionEntries(events: readonly Fresh[], first: number): Uint32Array {
  const count = events.reduce((sum, event) => sum + event.mentions.length / 2, 0)
  const entries = new Uint32Array(count * 3)
  let at = 0
  events.forEach(({ mentions }, i) => {
    for (let j = 0; j < mentions.length; j += 2) {
      entries[at++] = mentions[j] ?? 0
      entries[at++] = mentions[j + 1] ?? 0
      entries[at++] = first + i
    }
  })
  return entries
}
