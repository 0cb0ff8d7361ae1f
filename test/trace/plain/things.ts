/** trace-semantics, "Things": what an identifier in its canonical Digital Link form names. */
export type PlainKind = 'item' | 'lot' | 'class' | 'place'

const GS1 = 'https://id.gs1.org'

const ROWS: readonly (readonly [path: RegExp, kind: PlainKind, reusable: boolean])[] = [
  [/^\/01\/\d{14}\/21\/.+$/, 'item', false],
  [/^\/01\/\d{14}\/10\/.+$/, 'lot', false],
  [/^\/01\/\d{14}$/, 'class', false],
  [/^\/414\/.+$/, 'place', true],
  [/^\/8003\/\d{14}.+$/, 'item', true],
  [/^\/8003\/\d{14}$/, 'class', false],
  [/^\/8004\/.+$/, 'item', true],
]

function rowOf(id: string): (typeof ROWS)[number] | undefined {
  if (!id.startsWith(GS1)) return undefined
  const path = id.slice(GS1.length)
  return ROWS.find(([pattern]) => pattern.test(path))
}

/** Whatever no row knows (an SSCC, any other URI) is an item. */
export function kindOf(id: string): PlainKind {
  return rowOf(id)?.[1] ?? 'item'
}

/** "Reusable things (GRAI, GIAI, and places used as parents or as inputs and outputs)". */
export function isReusable(id: string): boolean {
  return rowOf(id)?.[2] ?? false
}

export function isItemOfGtin(id: string): boolean {
  return /^https:\/\/id\.gs1\.org\/01\/\d{14}\/21\/.+$/.test(id)
}

/** "the item belongs to the LGTIN of its own GTIN and that lot" */
export function lotOfOwnGtin(item: string, lotNumber: string): string {
  const gtin = item.slice(`${GS1}/01/`.length, `${GS1}/01/`.length + 14)
  return `${GS1}/01/${gtin}/10/${encodeURIComponent(lotNumber)}`
}
