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

/** The condition on rows of a table with a captor that keeps what this viewer may not see out of an answer. */
export function visibleTo(viewer: Viewer, table: Captured = 'event'): Sql {
  return viewer.sees === 'everything'
    ? sql`1 = 1`
    : sql`${CAPTOR[table]} in (select id from captor where party = ${viewer.party})`
}

/** Tables whose rows say who gave them. */
type Captured = 'event' | 'job' | 'master_data' | 'named_query' | 'subscription'

const CAPTOR: Readonly<Record<Captured, Sql>> = {
  event: sql`event.captor`,
  job: sql`job.captor`,
  master_data: sql`master_data.captor`,
  named_query: sql`named_query.captor`,
  subscription: sql`subscription.captor`,
}

/** What holds now is gathered from what all parties said: for who sees everything. */
export const seesMasterData = (viewer: Viewer): boolean => viewer.sees === 'everything'
