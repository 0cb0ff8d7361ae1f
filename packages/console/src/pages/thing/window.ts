type Sight = {
  /** How far the list is scrolled, and how much of it is in sight, in pixels. */
  readonly top: number
  readonly tall: number
  readonly row: number
  readonly count: number
}

const BEYOND = 6

/** Which rows of a long list are to be drawn: those in sight and a few beyond; `last` is not among them. */
export function windowOf({ top, tall, row, count }: Sight): {
  readonly first: number
  readonly last: number
} {
  const most = Math.max(0, count * row - tall)
  const from = Math.min(Math.max(0, top), most)
  return {
    first: Math.max(0, Math.floor(from / row) - BEYOND),
    last: Math.min(count, Math.ceil((from + tall) / row) + BEYOND),
  }
}
