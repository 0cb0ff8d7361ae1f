import type { Direction } from './answers.ts'

/** All of the console's state that another person must see when the link is sent to them. */
export type Address = {
  /** What is traced, in any spelling the server reads. */
  readonly of?: string
  readonly direction: Direction
  /** The node that is open beside the picture. */
  readonly node?: string
  /** How the trace is looked at, where it is not as it comes. */
  readonly lens?: Lens
  /** A search that has not yet led to one thing. */
  readonly q?: string
  /** Master data: the list of a vocabulary, or one entry. */
  readonly master?: MasterPlace
  /** Who is told of events. */
  readonly subscriptions?: true
  /** One of the pages beside the trace. */
  readonly page?: PagePlace
}

export type MasterPlace = { readonly vocabulary?: string; readonly id?: string }

export const PAGES = ['recalls', 'cause', 'balance', 'sellable'] as const

export type PagePlace = {
  readonly name: (typeof PAGES)[number]
  /** What the page itself keeps in the address, by names that are its own. */
  readonly has: Readonly<Record<string, string>>
}

/** Both clocks, how far and how sure; and what of the list is shown. */
export type Lens = {
  /** As it was in the world then: a date-time with zone. */
  readonly at?: string
  /** As it was known then: a date-time with zone. */
  readonly known?: string
  readonly depth?: string
  readonly certain?: 'only'
  readonly show?: 'list'
  readonly kind?: string
  readonly stage?: string
  readonly place?: string
  readonly holder?: string
  /** Of the list: things of events from then on, and up to then. */
  readonly since?: string
  readonly until?: string
}

const LENS = [
  'at',
  'known',
  'depth',
  'certain',
  'show',
  'kind',
  'stage',
  'place',
  'holder',
  'since',
  'until',
] as const satisfies readonly (keyof Lens)[]

/** The few words that a part of the lens may be; others are any text. */
const ONLY: Readonly<Record<string, RegExp>> = {
  certain: /^only$/,
  show: /^list$/,
  depth: /^[1-9]\d{0,4}$/,
  at: /^\d{4}-\d\d-\d\dT.+/,
  known: /^\d{4}-\d\d-\d\dT.+/,
}

/** The state a query string stands for; what it does not know, it leaves out. */
export function readAddress(search: string): Address {
  const params = new URLSearchParams(search)
  const text = (name: string): string | undefined => params.get(name)?.trim() || undefined
  const of = text('of')
  const node = text('node')
  const q = text('q')
  const view = params.get('view')
  const name = PAGES.find((one) => one === view)
  if (name !== undefined) return { direction: 'backward', page: { name, has: rest(params) } }
  if (view === 'subscriptions') return { direction: 'backward', subscriptions: true }
  if (view === 'master') return { direction: 'backward', master: placeIn(text) }
  const lens = of === undefined ? undefined : lensIn(text)
  return {
    direction: params.get('direction') === 'forward' ? 'forward' : 'backward',
    ...(of === undefined ? {} : { of }),
    ...(of === undefined || node === undefined ? {} : { node }),
    ...(lens === undefined ? {} : { lens }),
    ...(of !== undefined || q === undefined ? {} : { q }),
  }
}

function rest(params: URLSearchParams): Readonly<Record<string, string>> {
  const pairs = [...params].map(([name, value]) => [name, value.trim()] as const)
  return Object.fromEntries(pairs.filter(([name, value]) => name !== 'view' && value !== ''))
}

function lensIn(text: (name: string) => string | undefined): Lens | undefined {
  const parts = LENS.flatMap((name) => {
    const value = text(name)
    return value === undefined || ONLY[name]?.test(value) === false ? [] : [[name, value] as const]
  })
  return parts.length === 0 ? undefined : (Object.fromEntries(parts) as Lens)
}

/** One entry, or a list: never both. */
function placeIn(text: (name: string) => string | undefined): MasterPlace {
  const id = text('id')
  const vocabulary = text('vocabulary')
  if (id !== undefined) return { id }
  return vocabulary === undefined ? {} : { vocabulary }
}

/** The query string of a state: `readAddress(writeAddress(x))` is x. */
export function writeAddress(address: Address): string {
  const text = new URLSearchParams([...pairsOf(address)]).toString()
  return text === '' ? '' : `?${text}`
}

type Pair = [name: string, value: string]

function* pairsOf({ of, direction, node, lens, q, master, ...pages }: Address): Generator<Pair> {
  if (pages.page !== undefined) {
    yield ['view', pages.page.name]
    yield* Object.entries(pages.page.has)
  } else if (pages.subscriptions === true) yield ['view', 'subscriptions']
  else if (master !== undefined) {
    yield ['view', 'master']
    if (master.id !== undefined) yield ['id', master.id]
    else if (master.vocabulary !== undefined) yield ['vocabulary', master.vocabulary]
  } else if (of !== undefined) {
    yield ['of', of]
    yield ['direction', direction]
    yield* lensPairs(lens ?? {})
    if (node !== undefined) yield ['node', node]
  } else if (q !== undefined) yield ['q', q]
}

function* lensPairs(lens: Lens): Generator<Pair> {
  for (const name of LENS) {
    const value = lens[name]
    if (value !== undefined) yield [name, value]
  }
}

/** The same trace, looked at otherwise; a part given as undefined goes back to how it comes. */
export function through(
  address: Address,
  change: { readonly [K in keyof Lens]: Lens[K] | undefined },
): Address {
  const { lens, ...others } = address
  const parts = Object.entries({ ...lens, ...change }).filter(([, value]) => value !== undefined)
  return parts.length === 0 ? others : { ...others, lens: Object.fromEntries(parts) as Lens }
}

/** The same trace with nothing open beside it. */
export function closed(address: Address): Address {
  const { node, ...others } = address
  return node === undefined ? address : others
}

/** A page beside the trace, with what is given of it. */
export function pageAt(
  name: PagePlace['name'],
  has: Readonly<Record<string, string | undefined>> = {},
): Address {
  const given = Object.entries(has).filter(([, value]) => value !== undefined && value !== '')
  return {
    direction: 'backward',
    page: { name, has: Object.fromEntries(given) as PagePlace['has'] },
  }
}
