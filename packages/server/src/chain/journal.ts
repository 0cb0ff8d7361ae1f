import type { Json } from '@suyuan/core/event/event'
import { localTime, OFFSET, utcTime, HOUR } from './clock.ts'
import { HOST, urnOf } from './keys.ts'
import { uuids } from './random.ts'
import { VOCABULARY } from './words.ts'

/** Who records an event, and how their system writes it. */
export type Actor = {
  readonly party: string
  /** EPC URNs instead of Digital Links, and times in UTC. */
  readonly urn: boolean
  /** False where the partner's system gives its events no eventID. */
  readonly named: boolean
}

export type ChainPart =
  | { readonly kind: 'masterdata'; readonly json: string }
  | { readonly kind: 'document'; readonly json: string; readonly events: number }
  /** Whole lines for the end of a file of the ground truth. */
  | { readonly kind: 'truth'; readonly file: string; readonly text: string }

export type Fields = { readonly [name: string]: Json | undefined }

export type Recorded = { readonly eventID: string; readonly text: string }

/** The contexts of every document: the standard's, and the chain's own words. */
export const CONTEXT: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { suyuan: VOCABULARY },
]

const DAYS_TO_SEND = 3

/** Text of one file kept until it is worth a write. */
const ENOUGH = 1 << 16

const LINKS: RegExp = new RegExp(`${HOST}/[^"]*`, 'g')

/** `age` counts the days that the oldest event on it has waited. */
type Page = { texts: string[]; latest: number; age: number }

/** Collects events into documents and lines into truth files; holds one page of each at a time. */
export class Journal {
  readonly #eventsPerDocument: number
  readonly #eventIDs: (index: number) => string
  #masterData: Json | undefined
  readonly #pages: { readonly urn: Page; readonly link: Page } = {
    urn: { texts: [], latest: 0, age: 0 },
    link: { texts: [], latest: 0, age: 0 },
  }
  readonly #truth = new Map<string, string>()
  #ready: ChainPart[] = []
  events = 0
  documents = 0

  constructor(seed: number, eventsPerDocument: number, masterData: Json) {
    this.#eventsPerDocument = eventsPerDocument
    this.#eventIDs = uuids(seed)
    this.#masterData = masterData
  }

  /** Records an event; `fields` are in EPCIS's own words, ids canonical. Answers it as written, to be able to call it wrong later. */
  record(actor: Actor, at: number, type: string, fields: Fields): Recorded {
    return this.recordText(actor, at, type, JSON.stringify(fields).slice(1, -1))
  }

  /** The same from fields already written as JSON, without their braces: for the events of every case. */
  recordText(actor: Actor, at: number, type: string, fields: string): Recorded {
    const eventID = this.#eventIDs(this.events)
    const time = actor.urn ? utcTime(at) : localTime(at)
    const name = actor.named ? `,"eventID":"${eventID}"` : ''
    const text = `{"type":"${type}","eventTime":"${time}","eventTimeZoneOffset":"${OFFSET}"${name},${fields}}`
    const spelled = actor.urn ? text.replace(LINKS, urnOf) : text
    this.#keep(actor, at, spelled)
    return { eventID, text: spelled }
  }

  /** Records the event once more, declared wrong at a moment. */
  declareWrong(actor: Actor, wrong: Recorded, at: number, corrective: readonly string[]): void {
    const declaration = {
      declarationTime: localTime(at),
      reason: 'incorrect_data',
      correctiveEventIDs: corrective,
    }
    const text = `${wrong.text.slice(0, -1)},"errorDeclaration":${JSON.stringify(declaration)}}`
    this.#keep(actor, at, text)
  }

  /** Adds a line, or whole lines, to a file of the ground truth. */
  truth(file: string, lines: string): void {
    const text = `${this.#truth.get(file) ?? ''}${lines}\n`
    if (text.length < ENOUGH) {
      this.#truth.set(file, text)
      return
    }
    this.#truth.delete(file)
    this.#ready.push({ kind: 'truth', file, text })
  }

  /** Ends a day: partners send what they have every few days, however little it is. */
  endDay(): void {
    for (const page of [this.#pages.link, this.#pages.urn]) {
      page.age += 1
      if (page.age >= DAYS_TO_SEND) this.#turn(page)
    }
  }

  /** What is complete by now, once. */
  drain(): readonly ChainPart[] {
    const ready = this.#ready
    this.#ready = []
    return ready
  }

  /** Everything left, complete or not. */
  finish(): readonly ChainPart[] {
    this.#turn(this.#pages.link)
    this.#turn(this.#pages.urn)
    for (const [file, text] of this.#truth) this.#ready.push({ kind: 'truth', file, text })
    this.#truth.clear()
    return this.drain()
  }

  #keep(actor: Actor, at: number, text: string): void {
    const page = actor.urn ? this.#pages.urn : this.#pages.link
    page.texts.push(text)
    page.latest = Math.max(page.latest, at)
    this.events += 1
    if (page.texts.length >= this.#eventsPerDocument) this.#turn(page)
  }

  #turn(page: Page): void {
    if (page.texts.length === 0) return
    const header =
      this.#masterData === undefined
        ? ''
        : `"epcisHeader":${JSON.stringify({ epcisMasterData: this.#masterData })},`
    this.#masterData = undefined
    const json = `${opening(page.latest + HOUR)},${header}"epcisBody":{"eventList":[\n${page.texts.join(',\n')}\n]}}`
    this.#ready.push({ kind: 'document', json, events: page.texts.length })
    this.documents += 1
    page.texts = []
    page.latest = 0
    page.age = 0
  }
}

function opening(at: number): string {
  return `{"@context":${JSON.stringify(CONTEXT)},"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"${localTime(at)}"`
}

/** A document of master data alone. */
export function masterDataDocument(masterData: Json, at: number): string {
  const header = JSON.stringify({ epcisMasterData: masterData }, null, 1)
  return `${opening(at)},"epcisHeader":${header},"epcisBody":{"eventList":[]}}`
}
