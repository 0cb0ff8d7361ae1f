import { lotOf } from '../id/class-and-lot.ts'
import { segmentsOf } from '../id/read-link.ts'

/** The lot that a Digital Link of an item (canonical: `item`) names beside the serial (`/01/…/10/…/21/…`). */
export function lotOnLabel(text: string, item: string): string | undefined {
  const segments = segmentsOf(text)
  const at = segments.lastIndexOf('10')
  if (at < 0 || !item.includes('/21/')) return undefined
  try {
    return lotOf(item, decodeURIComponent(segments[at + 1] ?? ''))
  } catch {
    return undefined
  }
}
