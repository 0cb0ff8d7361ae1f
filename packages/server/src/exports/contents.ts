import type { FlowEvent, Part } from '@suyuan/core/flow/flow-event'

/** So much of one lot; `uom` undefined: so many pieces. */
export type Portion = {
  /** Undefined: items whose lot is not known, of this class. */
  readonly lot: string | undefined
  /** An item or lot of it, for its class. */
  readonly example: string
  readonly quantity: number | undefined
  readonly uom: string | undefined
  readonly affected: boolean
}

type Box = { readonly portions: Map<string, Portion>; readonly boxes: Set<string> }

/** What affected goods containers have in them, as events say it in the order of time. */
export class Contents {
  readonly #lotOf: ReadonlyMap<string, string | undefined>
  readonly #boxes = new Map<string, Box>()

  constructor(lotOf: ReadonlyMap<string, string | undefined>) {
    this.#lotOf = lotOf
  }

  /** Takes note of a packing or an unpacking. */
  take({ type, action, parent, children }: FlowEvent): void {
    if (type !== 'AggregationEvent' || parent === undefined) return
    if (action === 'DELETE' && children.length === 0) {
      this.#boxes.delete(parent.id)
      return
    }
    const box = this.#boxes.get(parent.id) ?? { portions: new Map(), boxes: new Set() }
    for (const child of children) this.#move(box, child, action === 'DELETE' ? -1 : 1)
    if (box.portions.size > 0 || box.boxes.size > 0) this.#boxes.set(parent.id, box)
    else this.#boxes.delete(parent.id)
  }

  #move(box: Box, child: Part, sign: 1 | -1): void {
    if (this.#boxes.has(child.id)) {
      if (sign === 1) box.boxes.add(child.id)
      else box.boxes.delete(child.id)
    } else if (this.#lotOf.has(child.id)) add(box.portions, this.portion(child), sign)
  }

  /** What a part of an event is of: the lot of an item by the record. */
  portion(part: Part): Portion {
    const lot = part.kind === 'lot' ? part.id : (part.lot ?? this.#lotOf.get(part.id))
    const pieces = part.kind === 'item' ? 1 : undefined
    return {
      lot,
      example: part.id,
      quantity: part.amount?.value ?? pieces,
      uom: part.amount?.uom,
      affected: this.#lotOf.has(part.id),
    }
  }

  /** What affected goods these parts are, or hold, by lots. */
  affectedIn(parts: readonly Part[]): readonly Portion[] {
    const found = new Map<string, Portion>()
    for (const part of parts) {
      const box = this.#boxes.get(part.id)
      if (box !== undefined) this.#addAll(found, box, 0)
      else if (this.#lotOf.has(part.id)) add(found, this.portion(part), 1)
    }
    return [...found.values()]
  }

  /** All of these parts, by lots. */
  all(parts: readonly Part[]): readonly Portion[] {
    const found = new Map<string, Portion>()
    for (const part of parts) add(found, this.portion(part), 1)
    return [...found.values()]
  }

  #addAll(found: Map<string, Portion>, { portions, boxes }: Box, deep: number): void {
    for (const portion of portions.values()) add(found, portion, 1)
    // Containers in each other are possible in a record.
    if (deep > 8) return
    for (const id of boxes) {
      const box = this.#boxes.get(id)
      if (box !== undefined) this.#addAll(found, box, deep + 1)
    }
  }
}

function add(into: Map<string, Portion>, portion: Portion, sign: 1 | -1): void {
  const key = `${portion.lot ?? classKey(portion.example)} ${portion.uom ?? ''}`
  const known = into.get(key)
  if (known === undefined) {
    if (sign === 1) into.set(key, portion)
    return
  }
  const unknown = known.quantity === undefined || portion.quantity === undefined
  const quantity = unknown ? undefined : (known.quantity ?? 0) + sign * (portion.quantity ?? 0)
  if (quantity !== undefined && quantity <= 0) into.delete(key)
  else into.set(key, { ...known, quantity, affected: known.affected || portion.affected })
}

/** Items without a lot are told together by what stands before their serial. */
const classKey = (id: string): string => id.replace(/\/21\/[^/]*$/, '')
