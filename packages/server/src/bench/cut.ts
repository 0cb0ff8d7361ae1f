import type { ChainPart } from '../chain/simulate.ts'

type Document = { readonly json: string; readonly events: number }

/**
 * The documents of a chain up to a number of events. Where one reaches over an end it is cut in two; what lies behind the
 * last end is not made.
 */
export function* cutAt(
  parts: Iterable<ChainPart>,
  ends: readonly number[],
): Generator<Document, void, undefined> {
  let before = 0
  for (const part of parts) {
    if (part.kind !== 'document') continue
    let rest: Document | undefined = part
    while (rest !== undefined) {
      const left = (ends.find((end) => end > before) ?? before) - before
      if (left === 0) return
      const [now, later]: readonly [Document, Document | undefined] =
        rest.events <= left ? [rest, undefined] : divide(rest, left)
      before += now.events
      yield now
      rest = later
    }
  }
}

/** The chain writes an event a line, between the lines of the document around them. */
function divide({ json, events }: Document, first: number): readonly [Document, Document] {
  const lines = json.split('\n')
  const [opening = '', ...eventsAndClosing] = lines
  const closing = eventsAndClosing.pop() ?? ''
  const whole = (some: readonly string[]): Document => ({
    json: [opening, some.join('\n').replace(/,$/, ''), closing].join('\n'),
    events: some.length,
  })
  return [whole(eventsAndClosing.slice(0, first)), whole(eventsAndClosing.slice(first, events))]
}
