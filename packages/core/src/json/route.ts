/** The way to a document's events: an object on it knows which of its members leads on. `'events'` is the array. */
export type Road = ReadonlyMap<string, Road | 'events'>

const RESULTS_BODY: Road = new Map([['eventList', 'events']])
const QUERY_RESULTS: Road = new Map([['resultsBody', RESULTS_BODY]])
const EPCIS_BODY: Road = new Map<string, Road | 'events'>([
  ['eventList', 'events'],
  ['queryResults', QUERY_RESULTS],
])

/** EPCIS 2.0 JSON binding: from the root of an EPCISDocument, or of an EPCISQueryDocument. */
export const ROOT: Road = new Map([['epcisBody', EPCIS_BODY]])
