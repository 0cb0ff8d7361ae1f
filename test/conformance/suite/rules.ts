import {
  events,
  fields,
  header,
  ignored,
  query,
  status,
  text,
  without,
  withoutHeader,
} from './breaks.ts'
import type { Break } from './proxy.ts'

/** A rule switched off, and the case that must find it. */
export type Rule = readonly [off: string, finds: string, how: Break]

export const RULES: readonly Rule[] = [
  ['202 after a capture', 'capture/answer', status(202, 201)],
  ['Location after a capture', 'capture/answer', header('location')],
  ['a job tells its success', 'capture/job', text(/"success":true/g, '"success":false')],
  [
    'a job tells its error behaviour',
    'capture/job',
    text(/"captureErrorBehaviour"/g, '"behaviour"'),
  ],
  ['a job tells its id', 'capture/job', text(/"captureID"/g, '"id"')],
  ['a job tells whether it runs', 'capture/jobs-listed', text(/"running"/g, '"active"')],
  ['404 for an unknown job', 'capture/job-unknown', status(404, 400)],
  ['what was captured is found', 'capture/kept', events(() => [])],
  ['proceed', 'capture/proceed', withoutHeader('gs1-capture-error-behaviour')],
  [
    'rollback',
    'capture/rollback',
    {
      asked: (asked) => ({
        ...asked,
        headers: { ...asked.headers, 'gs1-capture-error-behaviour': 'proceed' },
      }),
    },
  ],
  ['problem+json', 'capture/no-json', header('content-type', 'application/json')],
  [
    'the name of the exception',
    'capture/no-json',
    text(/epcisException:Validation/g, 'epcisException:Query'),
  ],
  ['415 for another media type', 'capture/media-type', status(415, 400)],
  ['201 after an event', 'events/post', status(201, 200)],
  ['Location after an event', 'events/post', header('location')],
  ['an event is named', 'events/named-when-without-id', without('eventID')],
  ['409 for the same eventID', 'events/same-id-other-content', status(409, 201)],
  ['a wrong event is refused', 'events/invalid', status(400, 201)],
  ['404 for an unknown event', 'events/unknown', status(404, 200)],
  [
    'the repository sets recordTime',
    'events/record-time',
    fields((event) => ({ ...event, recordTime: event['eventTime'] })),
  ],
  ['OPTIONS is answered 204', 'discovery/options-events', status(204, 200)],
  ['versions of EPCIS', 'discovery/options-events', header('gs1-epcis-min')],
  ['versions of CBV', 'discovery/options-capture', header('gs1-cbv-max')],
  ['the capture limit', 'discovery/GS1-EPCIS-Capture-Limit', header('gs1-epcis-capture-limit')],
  [
    'the limit of bytes',
    'discovery/GS1-EPCIS-Capture-File-Size-Limit',
    header('gs1-epcis-capture-file-size-limit', 'large'),
  ],
  [
    'the error behaviours',
    'discovery/GS1-Capture-Error-Behaviour',
    header('gs1-capture-error-behaviour', 'none'),
  ],
  ['the form of identifiers', 'discovery/GS1-EPC-Format', header('gs1-epc-format')],
  ['the version of an answer', 'discovery/answers-tell-version', header('gs1-epcis-version')],
  ['404 for no path', 'discovery/no-path', status(404, 200)],
  ['an order', 'order/eventTime-ASC', events((all) => all.toReversed())],
  ['the default direction', 'order/default-DESC', query((all) => all.set('orderDirection', 'ASC'))],
  ['eventCountLimit', 'order/limit', ignored('eventCountLimit')],
  ['maxEventCount', 'paging/too-many', ignored('maxEventCount')],
  ['perPage', 'paging/size', query((all) => all.set('perPage', '100'))],
  ['the next page', 'paging/size', header('link')],
  ['the place of the next page', 'paging/size', ignored('nextPageToken')],
  ['a token is checked', 'paging/forged', ignored('nextPageToken')],
  [
    'events that come meanwhile',
    'paging/newcomers',
    events((all, { query: asked }) => (asked.has('nextPageToken') ? all.slice(1) : all)),
  ],
  ['an unknown parameter is refused', 'refused/unknown', ignored('EQ_bizStepp')],
  [
    'a repeated parameter is refused',
    'refused/repeated',
    query((all) => all.set('EQ_action', 'ADD')),
  ],
  ['a wrong action is refused', 'refused/action', ignored('EQ_action')],
  [
    'a time has a zone',
    'refused/time-zone',
    query((all) => all.set('GE_eventTime', `${all.get('GE_eventTime') ?? ''}Z`)),
  ],
  [
    'the name of a query’s exception',
    'refused/direction',
    text(/QueryParameterException/g, 'ImplementationException'),
  ],
  [
    'units of a dimension',
    'sensor/GE_value_KEL-converts-to-°C',
    events((all, { query: asked }) =>
      all.filter((event) => !asked.has('GE_value_KEL') || JSON.stringify(event).includes('KEL')),
    ),
  ],
  [
    'one entry has type and value',
    'query/EQ_bizTransaction_po-type-and-value-in-one-entry',
    ignored('EQ_bizTransaction_po'),
  ],
  [
    'spellings are equal',
    'match/MATCH_epc-in-the-other-spelling',
    events((all, { query: asked }) =>
      (asked.get('MATCH_epc') ?? '').startsWith('urn') ? [] : all,
    ),
  ],
  [
    '_ is a character like others',
    'match/MATCH_epc-_-is-a-character-like-others',
    query((all) =>
      all.set(
        'MATCH_epc',
        `${all.get('MATCH_epc') ?? ''}|${(all.get('MATCH_epc') ?? '').replace('a_b', 'axb')}`,
      ),
    ),
  ],
  ['406', 'negotiation/not-acceptable', status(406, 200)],
  ['the media type of an answer', 'negotiation/json', header('content-type', 'text/plain')],
  ['the context of an answer', 'negotiation/context', text(/epcis-conformance/g, 'lost')],
  [
    'extensions come back',
    'negotiation/extensions-come-back',
    text(/"ex:deepest":"d1"/g, '"ex:deepest":"d2"'),
  ],
  ['recordTime is answered', 'negotiation/sensible-times', without('recordTime')],
  [
    'eventTimeZoneOffset is answered as sent',
    'negotiation/sensible-times',
    fields((event) => ({ ...event, eventTimeZoneOffset: '+02:00' })),
  ],
  [
    'Digital Links by default',
    'negotiation/links-by-default',
    text(/https:\/\/id\.gs1\.org\/01/g, 'urn:x'),
  ],
  ['414', 'negotiation/long-address', status(414, 500)],
]
