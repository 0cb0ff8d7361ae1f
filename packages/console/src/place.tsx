import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react'
import { readAddress, writeAddress, type Address } from './address.ts'

function follow(changed: () => void): () => void {
  window.addEventListener('popstate', changed)
  return () => window.removeEventListener('popstate', changed)
}

/** Where the reader is. The URL is the only place that holds it. */
export function useAddress(): Address {
  return readAddress(useSyncExternalStore(follow, () => window.location.search))
}

/** Goes there as a step that the browser's back button undoes; `instead` leaves no such step. */
export function go(address: Address, how: 'next' | 'instead' = 'next'): void {
  const url = `${window.location.pathname}${writeAddress(address)}`
  if (how === 'next') window.history.pushState(null, '', url)
  else window.history.replaceState(null, '', url)
  window.dispatchEvent(new PopStateEvent('popstate'))
}

type Props = {
  readonly to: Address
  readonly className?: string
  readonly title?: string
  readonly children: ReactNode
}

/** A real link, so that it can be copied or opened beside; a plain click stays on the page. */
export function To({ to, children, ...rest }: Props): ReactNode {
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    const here = readAddress(window.location.search)
    go(to)
    // What opens beside the picture leaves the picture where it is.
    const same = to.of === here.of && to.direction === here.direction
    if (!same || to.of === undefined) window.scrollTo(0, 0)
  }
  return (
    <a href={`/console/${writeAddress(to)}`} onClick={onClick} {...rest}>
      {children}
    </a>
  )
}
