import type { Direction } from './answers.ts'

/** All of the console's state that another person must see when the link is sent to them. */
export type Address = {
  /** What is traced, in any spelling the server reads. */
  readonly of?: string
  readonly direction: Direction
  /** The node that is open beside the picture. */
  readonly node?: string
  /** A search that has not yet led to one thing. */
  readonly q?: string
  /** Master data: the list of a vocabulary, or one entry. */
  readonly master?: MasterPlace
  /** Who is told of events. */
  readonly subscriptions?: true
}

export type MasterPlace = { readonly vocabulary?: string; readonly id?: string }

/** The state a query string stands for; what it does not know, it leaves out. */
export function readAddress(search: string): Address {
  const params = new URLSearchParams(search)
  const text = (name: string): string | undefined => params.get(name)?.trim() || undefined
  const of = text('of')
  const node = text('node')
  const q = text('q')
  if (params.get('view') === 'subscriptions') return { direction: 'backward', subscriptions: true }
  if (params.get('view') === 'master') return { direction: 'backward', master: placeIn(text) }
  return {
    direction: params.get('direction') === 'forward' ? 'forward' : 'backward',
    ...(of === undefined ? {} : { of }),
    ...(of === undefined || node === undefined ? {} : { node }),
    ...(of !== undefined || q === undefined ? {} : { q }),
  }
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
  const params = new URLSearchParams()
  if (address.subscriptions === true) params.set('view', 'subscriptions')
  else if (address.master !== undefined) {
    params.set('view', 'master')
    const { id, vocabulary } = address.master
    if (id !== undefined) params.set('id', id)
    else if (vocabulary !== undefined) params.set('vocabulary', vocabulary)
  } else if (address.of !== undefined) {
    params.set('of', address.of)
    params.set('direction', address.direction)
    if (address.node !== undefined) params.set('node', address.node)
  } else if (address.q !== undefined) params.set('q', address.q)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
