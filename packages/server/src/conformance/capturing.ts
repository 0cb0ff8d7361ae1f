import { asObject, hasHeader, hasStatus, type Json } from './judge.ts'
import type { Answer, Talk } from './talk.ts'
import { Failed, hold, NotSupported, shown } from './verdict.ts'

/** Longest that a capture job is waited for. */
const LONGEST_JOB_MS = 60_000
const POLL_MS = 50

export type Captured = { readonly success: boolean; readonly says: string }

/** Sends a document and waits until its job has ended; whatever goes wrong is said, not thrown. */
export async function captured(talk: Talk, document: string): Promise<Captured> {
  try {
    const answer = await talk.post('/capture', document)
    if (answer.status >= 300)
      return { success: false, says: `${answer.status} ${shown(answer.text)}` }
    const { success, errors } = await jobOf(talk, answer)
    return { success: success === true, says: shown(errors) }
  } catch (error) {
    if (!(error instanceof Failed || error instanceof NotSupported)) throw error
    return { success: false, says: error.message }
  }
}

/** The job of a capture that was taken, when it has ended (OpenAPI, GET /capture/{captureID}). */
export async function jobOf(talk: Talk, answer: Answer): Promise<Json> {
  // That it should be 202 is held by a case of its own; otherwise this one fault would be told by every case.
  hasStatus(answer, 202, 201, 200)
  const location = new URL(hasHeader(answer, 'location'), answer.url)
  const until = Date.now() + LONGEST_JOB_MS
  for (;;) {
    const asked = await talk.get(location)
    hasStatus(asked, 200)
    const job = asObject(asked.json())
    if (job['running'] === false) return job
    hold(Date.now() < until, 'a capture job that ends within a minute', 'running still')
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
