import type { EpcisEvent } from '@suyuan/core/event/event'
import fc from 'fast-check'
import { episode, MINUTES, THINGS, TIN_LOTS } from './episodes.ts'
import { named } from './plain/standing.ts'
import type { PlainQuestion } from './plain-reading.ts'
import { declaredWrong, minute, tinLot } from './tell.ts'

/** A small world as it was captured, and a question to it: for `/trace`, and its `of` and `at` for the others. */
export type World = { readonly events: readonly EpcisEvent[]; readonly question: PlainQuestion }

/** When an event of an episode arrives, and when it is declared wrong, if it is. */
type Arriving = { readonly arrival: number; readonly wrong: number | undefined }

type Told = { readonly event: EpcisEvent; readonly arrival: number }

const LAST = 99

const arriving: fc.Arbitrary<Arriving> = fc.record({
  arrival: fc.nat(LAST),
  wrong: fc.oneof({ weight: 11, arbitrary: fc.constant(undefined) }, fc.nat(LAST)),
})

/** Most worlds hear of things in their order; the others hear of them in any. */
const arrivals: fc.Arbitrary<readonly Arriving[]> = fc.oneof(
  fc.array(arriving, { minLength: 50, maxLength: 50, size: 'max' }),
  fc.constant([]),
)

/** A few episodes to be read by people, or many that meet. */
const wholeStory: fc.Arbitrary<readonly EpcisEvent[]> = fc
  .oneof(
    { weight: 1, arbitrary: fc.array(episode, { minLength: 1, maxLength: 5, size: 'max' }) },
    { weight: 3, arbitrary: fc.array(episode, { minLength: 8, maxLength: 24, size: 'max' }) },
  )
  .map((episodes) => episodes.flat().slice(0, 50))

/** Fifty events at the most, sixty with their declarations, in the order of capture and of `recordTime`. */
const captured: fc.Arbitrary<readonly EpcisEvent[]> = fc
  .tuple(wholeStory, arrivals)
  .map(([events, arriving]) => {
    const told = events.flatMap((event, at) =>
      tell({ ...event, eventID: eventID(at) }, arriving[at]),
    )
    return told.toSorted((a, b) => a.arrival - b.arrival).map(asRecorded)
  })

function eventID(at: number): string {
  return `urn:uuid:00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
}

/** An event, and its declaration where it is wrong: whichever arrives first. */
function tell(event: EpcisEvent, arriving: Arriving | undefined): readonly Told[] {
  const { arrival = 0, wrong } = arriving ?? {}
  const told = { event, arrival }
  return wrong === undefined ? [told] : [told, { event: declaredWrong(event), arrival: wrong }]
}

/** Three events to a document: they have one `recordTime`. */
function asRecorded({ event }: Told, at: number): EpcisEvent {
  return { ...event, recordTime: minute(60 + Math.floor(at / 3)) }
}

const askable: readonly string[] = [...THINGS, ...TIN_LOTS.map(tinLot)]

/** Questions to what the pools hold, seen or not; `at` also between the times of events, and before and after all. */
export const questions: fc.Arbitrary<PlainQuestion> = fc.record(
  {
    of: fc.constantFrom(...askable),
    direction: fc.constantFrom('backward', 'forward'),
    at: fc.integer({ min: -1, max: 2 * MINUTES + 1 }).map((half) => minute(half / 2)),
    depth: fc.integer({ min: 1, max: 4 }),
    certainty: fc.constant('certain' as const),
  },
  { requiredKeys: ['of', 'direction'] },
)

const open: fc.Arbitrary<PlainQuestion> = questions.map(({ of, direction }) => ({ of, direction }))

/** Most questions are about a thing that the world names. */
export const world: fc.Arbitrary<World> = fc
  .tuple(captured, fc.oneof(open, questions), fc.nat(9), fc.nat(LAST))
  .map(([events, question, asksAnything, which]) => {
    const known = [...new Set(events.flatMap(named))].filter((id) => askable.includes(id))
    const of = asksAnything === 0 ? undefined : known[which % known.length]
    return { events, question: { ...question, of: of ?? question.of } }
  })
