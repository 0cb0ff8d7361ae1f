import { useEffect, type ReactNode } from 'react'
import type { MasterPlace } from '../../address.ts'
import { useSaid } from '../../said.tsx'
import { Entry } from './entry.tsx'
import { List } from './list.tsx'
import './master.css'

/** Master data: what is described, by vocabulary, or one thing with all that was said of it. */
export function MasterPage({ place }: { readonly place: MasterPlace }): ReactNode {
  const { words } = useSaid()
  useEffect(() => {
    document.title = `${words.master.title} · ${words.product}`
  }, [words])
  return place.id === undefined ? (
    <List key={place.vocabulary ?? ''} vocabulary={place.vocabulary} />
  ) : (
    <Entry key={place.id} id={place.id} />
  )
}
