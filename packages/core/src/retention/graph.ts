import { Edges } from './edges.ts'
import { COMMISSIONED, CONTAINER, CONTENT, INPUT, OUTPUT, type EventFacts } from './facts.ts'

/** A thing is three nodes: as it was made, as it is, and with what is in it. */
export const MADE = 0
export const ITSELF = 1
export const HOLDING = 2
export const NODES = 3

/** What is known of the events, in columns: a row an event, in the order they were taken in. */
type Columns = {
  readonly position: number[]
  readonly until: number[]
  readonly rule: number[]
  readonly name: number[]
  readonly declares: boolean[]
  readonly transformation: number[]
  /** Where the parts of the event end in the lists below. */
  readonly ends: number[]
  readonly roles: number[]
  readonly things: number[]
  /** -1: none. */
  readonly lots: number[]
}

/** The links a graph follows, all of them with time left out: a superset of what any trace can follow. */
export type Links = { readonly flow: Edges; readonly packing: Edges; readonly nodes: number }

/**
 * The things that events name and the links between them, as far as retention needs them. What `reach` says of a thing
 * is never less than what its traces say (trace-semantics, both directions, possible links too): bounds in time are left
 * out, so it may be more.
 *
 * - made from: input → transformation → output; those of one transformationID are one
 * - lot and item: what the lot was made from, the item was; where the lot is used as such, its items may have gone in, and what
 *   they were made from is the lot's
 * - content → container → what the container was used for. A container that was never used is on no way
 * - who asks about a container asks about its contents
 */
export class Graph {
  readonly events: Columns = {
    position: [],
    until: [],
    rule: [],
    name: [],
    declares: [],
    transformation: [],
    ends: [],
    roles: [],
    things: [],
    lots: [],
  }
  readonly #numbers = new Map<number, number>()
  readonly #declared = new Set<number>()

  /** Takes in an event; in order of capture. */
  add(facts: EventFacts): void {
    const { events } = this
    events.position.push(facts.position)
    events.until.push(facts.until)
    events.rule.push(facts.rule)
    events.name.push(facts.name)
    events.declares.push(facts.declares)
    events.transformation.push(facts.transformation)
    if (facts.declares) this.#declared.add(facts.name)
    const { parts } = facts
    for (let i = 0; i < parts.length; i += 3) {
      const lot = parts[i + 2] ?? 0
      events.roles.push(parts[i] ?? 0)
      events.things.push(this.#numberOf(parts[i + 1] ?? 0))
      events.lots.push(lot === 0 ? -1 : this.#numberOf(lot))
    }
    events.ends.push(events.roles.length)
  }

  #numberOf(key: number): number {
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    return number
  }

  /** The number of a thing; undefined when no event names it. */
  numberOf(key: number): number | undefined {
    return this.#numbers.get(key)
  }

  /** The keys of the things whose numbers this holds for. */
  keysWhere(holds: (number: number) => boolean): readonly number[] {
    return [...this.#numbers].flatMap(([key, number]) => (holds(number) ? [key] : []))
  }

  get things(): number {
    return this.#numbers.size
  }

  /** The things that an event names, and the lots it gives them; by its row. */
  namedIn(row: number): readonly number[] {
    const { ends, things, lots } = this.events
    const named: number[] = []
    for (let i = ends[row - 1] ?? 0; i < (ends[row] ?? 0); i++) {
      named.push(things[i] ?? 0)
      const lot = lots[i] ?? -1
      if (lot >= 0) named.push(lot)
    }
    return named
  }

  /** The links of all events taken in so far. */
  links(): Links {
    const links = { flow: new Edges(), packing: new Edges(), nodes: this.things * NODES }
    const transformations = new Map<number, number>()
    for (let thing = 0; thing < this.things; thing++) {
      links.flow.add(thing * NODES + MADE, thing * NODES + ITSELF)
      links.flow.add(thing * NODES + ITSELF, thing * NODES + HOLDING)
    }
    for (let row = 0; row < this.events.position.length; row++) {
      if (this.isVoid(row)) continue
      const id = this.events.transformation[row] ?? 0
      const node = transformations.get(id) ?? links.nodes++
      if (id !== 0) transformations.set(id, node)
      this.#linksOf(row, node, links)
    }
    return links
  }

  /** Declared wrong, or itself the declaration: it makes no link. */
  isVoid(row: number): boolean {
    return this.events.declares[row] === true || this.#declared.has(this.events.name[row] ?? 0)
  }

  #linksOf(row: number, transformation: number, links: Links): void {
    const { ends, roles, things, lots } = this.events
    let container = -1
    for (let i = ends[row - 1] ?? 0; i < (ends[row] ?? 0); i++) {
      const role = roles[i] ?? 0
      const thing = things[i] ?? 0
      if (role === CONTAINER) container = thing
      else if (role === CONTENT) linkPacking(links, thing, container)
      else linkMaking(links, { role, thing, lot: lots[i] ?? -1, transformation })
    }
  }
}

function linkPacking({ flow, packing }: Links, content: number, container: number): void {
  if (container < 0 || container === content) return
  flow.add(content * NODES + HOLDING, container * NODES + HOLDING)
  packing.add(content, container)
}

type Making = {
  readonly role: number
  readonly thing: number
  readonly lot: number
  readonly transformation: number
}

function linkMaking({ flow }: Links, { role, thing, lot, transformation }: Making): void {
  if (role === INPUT) flow.add(thing * NODES + HOLDING, transformation)
  if (role === OUTPUT) flow.add(transformation, thing * NODES + MADE)
  if (lot >= 0 && (role === OUTPUT || role === COMMISSIONED)) {
    flow.add(lot * NODES + MADE, thing * NODES + ITSELF)
    flow.add(thing * NODES + ITSELF, lot * NODES + ITSELF)
  }
}
