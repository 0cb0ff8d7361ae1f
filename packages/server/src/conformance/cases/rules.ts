import { randomUUID } from 'node:crypto'
import { jobOf } from '../capturing.ts'
import type { Case, Group } from '../case.ts'
import { asList, eventsIn, hasStatus, isProblem, type Json } from '../judge.ts'
import { hold, shown } from '../verdict.ts'
import { documentOf } from '../world.ts'
import { INVALID } from './invalid.ts'
import type { Make, Rule } from './rule.ts'
import { VALID } from './valid.ts'

const made = (make: Make, serial: string, at: string): Json => ({
  eventTime: at,
  eventTimeZoneOffset: '+02:00',
  eventID: `urn:uuid:${randomUUID()}`,
  ...make(serial),
})

const accepted = ([name, clause, says, make]: Rule): Case => ({
  id: `valid/${name}`,
  clause,
  says: `taken, and found again: ${says}`,
  run: async ({ talk, world }) => {
    const event = made(make, world.fresh(), world.names().at(0))
    const job = await jobOf(talk, await talk.post('/capture', documentOf([event])))
    hold(job['success'] === true, 'success', shown(job['errors']))
    const kept = await talk.get(`/events/${encodeURIComponent(String(event['eventID']))}`)
    hasStatus(kept, 200)
    hold(
      eventsIn(kept)[0]?.['type'] === event['type'],
      `the ${String(event['type'])}`,
      shown(kept.text),
    )
  },
})

const refused = ([name, clause, says, make]: Rule): Case => ({
  id: `invalid/${name}`,
  clause,
  says: `refused: ${says}`,
  run: async ({ talk, world }) => {
    const event = made(make, world.fresh(), world.names().at(0))
    const answer = await talk.post('/capture', documentOf([event]))
    if (answer.status >= 300) return isProblem(answer, 400, 'ValidationException')
    const job = await jobOf(talk, answer)
    hold(job['success'] === false, 'a refusal', `the job: ${shown(job)}`)
    hold(asList(job['errors'], 'errors').length > 0, 'the error in the job', shown(job))
  },
})

export const RULES: readonly Group[] = [
  {
    name: 'valid',
    title: { en: 'Event types and fields: what must be taken', zh: '事件类型与字段：必须接受' },
    cases: VALID.map(accepted),
  },
  {
    name: 'invalid',
    title: { en: 'Event types and fields: what must be refused', zh: '事件类型与字段：必须拒绝' },
    cases: INVALID.map(refused),
  },
]
