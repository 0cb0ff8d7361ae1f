import { sql, type Sql } from '../db/sql.ts'

/**
 * Who asks, and what they may see. Every read of events takes one. So far the operator, who sees all, is the only
 * one; what others may see will be said here, and nowhere else.
 */
export type Viewer = {
  /** The party (canonical PGLN or a name) and the credential that proved it. */
  readonly party: string
  readonly credential: string
  readonly sees: 'everything' | 'own'
}

/** The condition on `event` that keeps what this viewer may not see out of an answer. */
export function visibleTo(viewer: Viewer): Sql {
  return viewer.sees === 'everything'
    ? sql`1 = 1`
    : sql`event.captor in (select id from captor where party = ${viewer.party})`
}
