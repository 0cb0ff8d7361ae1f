import { useEffect, type ReactNode } from 'react'
import type { PagePlace } from '../../address.ts'
import { useSaid } from '../../said.tsx'
import { Case } from './case.tsx'
import { List } from './list.tsx'
import { OpenForm } from './open.tsx'
import './recalls.css'

/** Recalls: all of them, one, or the form that opens one. */
export function RecallsPage({ has }: { readonly has: PagePlace['has'] }): ReactNode {
  const { words } = useSaid()
  const { id, open, suspects = '' } = has
  useEffect(() => {
    document.title = `${words.recall.title} · ${words.product}`
  }, [words])
  if (id !== undefined) return <Case key={id} id={id} />
  return (
    <div className="recalls">
      {open === undefined ? <List /> : <OpenForm suspects={suspects} />}
    </div>
  )
}
