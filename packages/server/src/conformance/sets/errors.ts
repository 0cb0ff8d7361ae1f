import type { EventSet, Names } from '../world.ts'
import { thingsOf } from './things.ts'

/** An event, the declaration that it was wrong, and the one that is right. */
export function declared(names: Names): EventSet {
  const it = thingsOf(names)
  const wrong = {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventID: `urn:uuid:10000000-0000-4000-8000-0${names.run.slice(1)}0`,
    eventTime: names.at(0),
    epcList: [it.tin.link],
    bizStep: 'receiving',
  }
  const right = `urn:uuid:20000000-0000-4000-8000-0${names.run.slice(1)}0`
  return {
    events: {
      wrong,
      declared: {
        ...wrong,
        errorDeclaration: {
          declarationTime: '2020-01-15T00:00:00Z',
          reason: 'incorrect_data',
          correctiveEventIDs: [right],
        },
      },
      right: {
        type: 'ObjectEvent',
        action: 'OBSERVE',
        eventID: right,
        epcList: [it.second.link],
        bizStep: 'receiving',
      },
    },
  }
}

/** An event that was declared wrong with fields of one's own. */
export function blamed(names: Names): EventSet {
  const event = { type: 'ObjectEvent', action: 'OBSERVE', epcList: [thingsOf(names).tin.link] }
  const own = { 'ex:blame': 'clerk', 'ex:who': { 'ex:desk': 4 } }
  return {
    events: {
      blamed: { ...event, errorDeclaration: { declarationTime: '2020-01-15T00:00:00Z', ...own } },
      blameless: { ...event, errorDeclaration: { declarationTime: '2020-01-15T00:00:00Z' } },
    },
  }
}
