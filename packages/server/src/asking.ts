import type { Asked, Endpoint } from './access/endpoint.ts'

/**
 * Asks endpoints from within, as the viewer of a request: what papers say is what the interface answers. The headers of the
 * request are not handed on, for they ask for the paper.
 */
export function askingOf(
  endpoints: readonly Endpoint[],
): (asked: Asked, endpoint: string, path: string) => Promise<Response> {
  const known = new Map(
    endpoints.filter(({ method }) => method === 'GET').map((one) => [one.path, one] as const),
  )
  return (asked, endpoint, path) => {
    const found = known.get(endpoint)
    if (found === undefined) throw new RangeError(`nothing is served at ${endpoint}`)
    const { signal, url } = asked.request
    const request = new Request(new URL(path, url), { signal })
    return found.handle({ ...asked, request })
  }
}
