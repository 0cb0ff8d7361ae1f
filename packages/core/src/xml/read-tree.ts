import { bad, good, type Parsed } from '../problem.ts'
import type { XmlElement } from './element.ts'
import { Growing } from './grow.ts'
import { XmlSource, type XmlLimits } from './source.ts'

/**
 * A whole XML text as a tree, as safely as documents are read; for requests, which are small. Problems say line and column.
 */
export function readTree(text: string, limits: XmlLimits = {}): Parsed<XmlElement> {
  let growing: Growing | undefined
  const source = new XmlSource(
    {
      open: (tag, line) => {
        if (growing === undefined) growing = new Growing(tag, line)
        else growing.open(tag, line)
      },
      text: (piece) => growing?.text(piece),
      close: () => growing?.close(),
    },
    { maxTokenChars: text.length + 1, ...limits },
  )
  source.push(text)
  const read = source.end()
  if (!read.ok) return read
  const root = (growing as Growing | undefined)?.root
  return root === undefined
    ? bad('', 'not-xml', 'This is not XML: there is no element.')
    : good(root)
}
