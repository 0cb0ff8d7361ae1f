import { jobOf } from '../capturing.ts'
import type { Case } from '../case.ts'
import { asObject, eventsIn, hasHeader, hasStatus, isProblem } from '../judge.ts'
import { Failed, hold, shown } from '../verdict.ts'
import { bareEvent, documentOf } from '../world.ts'
import { eventPath, newEvent, wrongEvent } from './new-event.ts'

/** OpenAPI, POST and GET /events/{eventID}. */
export const SINGLE: readonly Case[] = [
  {
    id: 'events/post',
    clause: 'OpenAPI POST /events 201',
    says: 'an event is answered 201 with the event, and stands where its Location says',
    run: async ({ talk, world }) => {
      const event = newEvent(world)
      const answer = await talk.post('/events', bareEvent(event))
      hasStatus(answer, 201)
      hold(
        asObject(answer.json())['eventID'] === event['eventID'],
        `eventID ${shown(event['eventID'])}`,
        shown(answer.text),
      )
      const there = await talk.get(new URL(hasHeader(answer, 'location'), answer.url))
      hasStatus(there, 200)
      hold(eventsIn(there)[0]?.['eventID'] === event['eventID'], 'the event', shown(there.text))
    },
  },
  {
    id: 'events/named-when-without-id',
    clause: 'OpenAPI POST /capture: the server should populate the event ID',
    says: 'an event without eventID is given one',
    run: async ({ talk, world }) => {
      const { eventID: _, ...event } = newEvent(world)
      const answer = await talk.post('/events', bareEvent(event))
      hasStatus(answer, 201)
      const there = eventsIn(await talk.get(new URL(hasHeader(answer, 'location'), answer.url)))
      hold(typeof there[0]?.['eventID'] === 'string', 'an eventID', shown(there))
    },
  },
  {
    id: 'events/same-id-other-content',
    clause: 'OpenAPI POST /events 409',
    says: 'another event of a known eventID is refused',
    run: async ({ talk, world }) => {
      const event = newEvent(world)
      hasStatus(await talk.post('/events', bareEvent(event)), 201)
      const other = { ...event, bizStep: 'receiving' }
      isProblem(await talk.post('/events', bareEvent(other)), 409, 'ResourceAlreadyExistsException')
    },
  },
  {
    id: 'events/invalid',
    clause: 'OpenAPI POST /events 400',
    says: 'a wrong event is refused',
    run: async ({ talk, world }) => {
      isProblem(
        await talk.post('/events', bareEvent(wrongEvent(world))),
        400,
        'ValidationException',
      )
    },
  },
  {
    id: 'events/unknown',
    clause: 'OpenAPI GET /events/{eventID} 404',
    says: 'an event that is not there is not found',
    run: async ({ talk }) => {
      isProblem(
        await talk.get(`/events/urn:uuid:${crypto.randomUUID()}`),
        404,
        'NoSuchResourceException',
        'NoSuchNameException',
      )
    },
  },
  {
    id: 'events/media-type',
    clause: 'OpenAPI POST /events 415',
    says: 'another media type is refused',
    run: async ({ talk }) => {
      const headers = { 'content-type': 'text/csv' }
      isProblem(
        await talk.post('/events', 'a,b', { headers }),
        415,
        'UnsupportedMediaTypeException',
      )
    },
  },
  {
    id: 'events/record-time',
    clause: 'EPCIS 2.0 §7.4.1 recordTime',
    says: 'the repository sets the record time, whatever the client says',
    run: async ({ talk, world }) => {
      const before = Date.now() - 60_000
      const event = newEvent(world, { recordTime: '2001-01-01T00:00:00Z' })
      await jobOf(talk, await talk.post('/capture', documentOf([event])))
      const [kept] = eventsIn(await talk.get(eventPath(event)))
      const recordTime = Date.parse(String(kept?.['recordTime']))
      if (!(recordTime >= before))
        throw new Failed('the time of capture', shown(kept?.['recordTime']))
    },
  },
]
