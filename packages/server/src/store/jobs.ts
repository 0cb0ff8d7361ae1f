import { isoOf } from '@suyuan/core/event/micros'
import type { Tx, Work } from '../db/engine.ts'
import { sql } from '../db/sql.ts'
import type { JobError } from './append.ts'
import { visibleTo, type Viewer } from './viewer.ts'

/** A capture job as EPCIS 2.0 REST tells it. */
export type CaptureJob = {
  readonly captureID: string
  readonly createdAt: string
  readonly finishedAt?: string
  readonly running: boolean
  readonly success: boolean
  readonly captureErrorBehaviour: string
  readonly errors: readonly JobError[]
}

type Row = {
  readonly number: number
  readonly id: string
  readonly created_at: number
  readonly finished_at: number | null
  readonly success: number
  readonly behaviour: string
  readonly errors: string
}

export type JobQuestion = { readonly viewer: Viewer; readonly id: string }

/** One job; undefined when there is none of that name. */
export const jobNamed: Work<JobQuestion, CaptureJob | undefined> = {
  run: findJob,
  module: import.meta.url,
  name: 'findJob',
}

export async function findJob(
  tx: Tx,
  { viewer, id }: JobQuestion,
): Promise<CaptureJob | undefined> {
  const [row] = await tx.all<Row>(sql`
    select * from job where id = ${id} and ${visibleTo(viewer, 'job')}`)
  return row && jobOf(row)
}

export type JobPage = { readonly jobs: readonly CaptureJob[]; readonly next?: number }

export type JobsQuestion = {
  readonly viewer: Viewer
  readonly before?: number
  readonly limit: number
}

/** Jobs, newest first, from before a number. */
export const jobsBefore: Work<JobsQuestion, JobPage> = {
  run: listJobs,
  module: import.meta.url,
  name: 'listJobs',
}

export async function listJobs(tx: Tx, { viewer, before, limit }: JobsQuestion): Promise<JobPage> {
  const rows = await tx.all<Row>(sql`
    select * from job where number < ${before ?? Number.MAX_SAFE_INTEGER} and ${visibleTo(viewer, 'job')}
    order by number desc limit ${limit + 1}`)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    jobs: page.map(jobOf),
    ...(rows.length > limit && last !== undefined && { next: last.number }),
  }
}

function jobOf(row: Row): CaptureJob {
  return {
    captureID: row.id,
    createdAt: isoOf(row.created_at),
    ...(row.finished_at !== null && { finishedAt: isoOf(row.finished_at) }),
    running: row.finished_at === null,
    success: row.success === 1,
    captureErrorBehaviour: row.behaviour,
    errors: JSON.parse(row.errors) as readonly JobError[],
  }
}
