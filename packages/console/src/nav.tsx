import type { ReactNode } from 'react'
import { pageAt, PAGES, type Address } from './address.ts'
import { Icon } from './icon.tsx'
import { To } from './place.tsx'
import { useSaid } from './said.tsx'

const DRAWN = {
  recalls: 'recall',
  cause: 'cause',
  balance: 'balance',
  sellable: 'sellable',
} as const

/** The pages that a quality manager works on: beside the search, and at the bottom of a phone. */
export function Nav({ address }: { readonly address: Address }): ReactNode {
  const { words } = useSaid()
  const { page, master, subscriptions } = address
  const traces = page === undefined && master === undefined && subscriptions === undefined
  return (
    <nav className="pages" aria-label={words.nav.pages}>
      <To to={{ direction: 'backward' }} className={traces ? 'chosen home' : 'home'}>
        <Icon of="trace" size={20} />
        <span>{words.nav.trace}</span>
      </To>
      {PAGES.map((name) => (
        <To key={name} to={pageAt(name)} className={page?.name === name ? `chosen ${name}` : name}>
          <Icon of={DRAWN[name]} size={20} />
          <span>{words.nav[name]}</span>
        </To>
      ))}
    </nav>
  )
}
