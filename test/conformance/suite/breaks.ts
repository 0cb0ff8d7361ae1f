import type { Break, Passing, Returning } from './proxy.ts'

type Document = {
  epcisBody: { queryResults: { resultsBody: { eventList: Record<string, unknown>[] } } }
}
type Events = Record<string, unknown>[]

export const status = (from: number, to: number): Break => ({
  answered: (answer) => (answer.status === from ? { ...answer, status: to } : answer),
})

export const header = (name: string, value?: string): Break => ({
  answered: (answer) => {
    const { [name]: _, ...rest } = answer.headers
    return { ...answer, headers: value === undefined ? rest : { ...rest, [name]: value } }
  },
})

export const withoutHeader = (name: string): Break => ({
  asked: (asked) => {
    const { [name]: _, ...headers } = asked.headers
    return { ...asked, headers }
  },
})

export const withHeader = (name: string, value: string): Break => ({
  asked: (asked) => ({ ...asked, headers: { ...asked.headers, [name]: value } }),
})

export const body = (from: RegExp, to: string): Break => ({
  asked: (asked) => ({ ...asked, body: asked.body.replaceAll(from, to) }),
})

export const text = (from: RegExp, to: string): Break => ({
  answered: (answer) => ({ ...answer, body: answer.body.replaceAll(from, to) }),
})

export const query = (change: (query: URLSearchParams) => void): Break => ({
  asked: (asked) => {
    const changed = new URLSearchParams(asked.query)
    change(changed)
    return { ...asked, query: changed }
  },
})

export const ignored = (...names: readonly string[]): Break =>
  query((all) => names.forEach((name) => all.delete(name)))

/** Changes the events of every answer that is a query document. */
export const events = (change: (events: Events, asked: Passing) => Events): Break => ({
  answered: (answer, asked) => {
    if (!answer.body.includes('"EPCISQueryDocument"') || asked.method !== 'GET') return answer
    const document = JSON.parse(answer.body) as Document
    const results = document.epcisBody.queryResults.resultsBody
    results.eventList = change(results.eventList, asked)
    return { ...answer, body: JSON.stringify(document) }
  },
})

export const fields = (
  change: (event: Record<string, unknown>) => Record<string, unknown>,
): Break => events((all) => all.map(change))

export const without = (field: string): Break =>
  fields((event) => Object.fromEntries(Object.entries(event).filter(([name]) => name !== field)))

/** Parameters that are left when a server looks at no filter: those that keep to the events of the run, and paging. */
const KEPT = new Set(['GE_eventTime', 'LT_eventTime', 'perPage', 'nextPageToken'])

/** No filter is looked at. */
export const UNFILTERED: Break = query((all) => {
  for (const name of Array.from(all.keys())) if (!KEPT.has(name)) all.delete(name)
})

/** One event is missing from every answer. */
export const ONE_SHORT: Break = events((all) => all.slice(1))

/** Every document is taken, whatever is in it. */
export const TAKES_ALL: Break = {
  answered: (answer, asked) => {
    const json = { 'content-type': 'application/json' }
    if (asked.method === 'POST' && asked.path === '/capture' && answer.status === 400) {
      return { status: 202, headers: { ...json, location: '/capture/taken' }, body: '' }
    }
    if (asked.path !== '/capture/taken') return answer
    const job = {
      captureID: 'taken',
      running: false,
      success: true,
      captureErrorBehaviour: 'rollback',
      errors: [],
    }
    return { status: 200, headers: json, body: JSON.stringify(job) }
  },
}

/** No document is taken. */
export const TAKES_NONE: Break = {
  answered: (answer, asked): Returning => {
    if (asked.method !== 'POST') return answer
    const body = { type: 'epcisException:ValidationException', title: 'No', status: 400 }
    return {
      status: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: JSON.stringify(body),
    }
  },
}
