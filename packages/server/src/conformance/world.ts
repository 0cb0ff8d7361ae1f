import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { captured } from './capturing.ts'
import type { Json } from './judge.ts'
import { Talk, type Target } from './talk.ts'
import { NotTried } from './verdict.ts'

/** The namespace of the extension fields, and the prefix that documents and queries declare for it. */
export const NAMESPACE = 'https://ns.example.com/epcis-conformance/'
export const EXTENSIONS: Readonly<Record<string, string>> = { 'gs1-extensions': `ex=${NAMESPACE}` }
const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ex: NAMESPACE },
]

/** Events by a name that the cases know them by; times and names of their own are given when captured. */
export type EventSet = {
  readonly events: Readonly<Record<string, Json>>
  readonly vocabularyList?: readonly Json[]
}

/** What this run calls its things, so that it finds nothing but its own on a server that has others. */
export type Names = {
  /** Unique to the run; letters and digits. */
  readonly run: string
  /** The time of the n-th second of a window that no other run uses. */
  readonly at: (second: number) => string
}

/** A set at the target. */
export type Kept = {
  /** Holds its events, and no others: half open. */
  readonly from: string
  readonly until: string
  readonly names: Names
  /** The events as they were sent. */
  readonly events: Readonly<Record<string, Json>>
  /** Those that the target did not take, and what it said. */
  readonly missing: ReadonlyMap<string, string>
  /** The names of those events among the answered that are of this set, in the order of the answer. */
  readonly among: (answered: readonly Json[]) => readonly string[]
}

const WINDOW_SECONDS = 3600
/** Event times are between these years: old enough to be nobody else's. */
const [FROM, UNTIL] = [
  Date.parse('2001-01-01T00:00:00Z') / 1000,
  Date.parse('2016-01-01T00:00:00Z') / 1000,
]

/** One run: its names, and the sets of events that its cases share. */
export class World {
  readonly run: string = `c${randomBytes(5).toString('hex')}`
  readonly target: Target
  readonly #start = randomInt(FROM, UNTIL)
  readonly #sets = new Map<(names: Names) => EventSet, Promise<Kept>>()
  #windows = 0

  constructor(target: Target) {
    this.target = target
  }

  /** How the target reaches this machine, where not by loopback. */
  get callback(): URL | undefined {
    return this.target.callback
  }

  /** A name that nothing else has. */
  fresh(): string {
    return `${this.run}${randomBytes(4).toString('hex')}`
  }

  /** A new window of time with names of its own. */
  names(): Names {
    const start = this.#start + WINDOW_SECONDS * this.#windows++
    return {
      run: this.run,
      at: (second) => `${new Date((start + second) * 1000).toISOString().slice(0, 19)}Z`,
    }
  }

  /** The set, captured when it is first asked for. @throws NotTried when the target took none of it. */
  set(make: (names: Names) => EventSet): Promise<Kept> {
    const kept = this.#sets.get(make) ?? this.#capture(make)
    this.#sets.set(make, kept)
    return kept
  }

  async #capture(make: (names: Names) => EventSet): Promise<Kept> {
    const names = this.names()
    const { vocabularyList, events } = make(names)
    const timed = Object.fromEntries(
      Object.entries(events).map(([name, event], i) => [name, timedAt(event, names.at(i))]),
    )
    const missing = await this.#send(timed, vocabularyList)
    if (missing.size === Object.keys(timed).length) {
      throw new NotTried(`the events it asks for were not taken: ${[...missing.values()][0] ?? ''}`)
    }
    const byTime = new Map(Object.entries(timed).map(([name, event]) => [instantOf(event), name]))
    return {
      from: names.at(0),
      until: names.at(WINDOW_SECONDS),
      names,
      events: timed,
      missing,
      among: (answered) =>
        answered.flatMap((event) => {
          const name = byTime.get(instantOf(event))
          return name === undefined ? [] : [name]
        }),
    }
  }

  /** All in one document; when that is refused, one by one, so that one event does not keep out the others. */
  async #send(
    events: Readonly<Record<string, Json>>,
    vocabularyList: readonly Json[] | undefined,
  ): Promise<ReadonlyMap<string, string>> {
    const talk = new Talk(this.target)
    const all = await captured(talk, documentOf(Object.values(events), vocabularyList))
    const missing = new Map<string, string>()
    if (all.success) return missing
    for (const [name, event] of Object.entries(events)) {
      const one = await captured(talk, documentOf([event], vocabularyList))
      if (!one.success) missing.set(name, one.says)
    }
    return missing
  }
}

/** An event with what every event has, unless it brings it. */
function timedAt(event: Json, eventTime: string): Json {
  return {
    eventTime,
    eventTimeZoneOffset: '+00:00',
    eventID: `urn:uuid:${randomUUID()}`,
    ...event,
  }
}

/** An event is known by its instant; an error declaration has that of the event it is about. */
function instantOf(event: Json): string {
  const declared = event['errorDeclaration'] === undefined ? '' : '!'
  return `${Date.parse(String(event['eventTime']))}${declared}`
}

/** An EPCISDocument as the suite sends it. */
export function documentOf(events: readonly Json[], vocabularyList?: readonly Json[]): string {
  return JSON.stringify({
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: new Date().toISOString(),
    ...(vocabularyList && { epcisHeader: { epcisMasterData: { vocabularyList } } }),
    epcisBody: { eventList: events },
  })
}

/** A bare event as the suite sends it. */
export function bareEvent(event: Json): string {
  return JSON.stringify({ '@context': CONTEXT, ...event })
}
