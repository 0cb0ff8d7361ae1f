import type { Asked, Endpoint } from '../access/endpoint.ts'
import { answer, json } from '../http/answer.ts'
import { Parameters } from '../http/request.ts'
import type { SellableRoom } from './answer.ts'
import { BlockedLists } from './list.ts'

const LINES = 'application/x-ndjson'

/** Ours: what a till has at hand when there is no network. */
export function blockedListEndpoints(room: SellableRoom): readonly Endpoint[] {
  const lists = new BlockedLists(room)
  return [
    {
      method: 'GET',
      path: '/sellable/blocked',
      says: 'All that recalls and holds forbid to be sold, to be asked without a network: two lines of JSON, what is blocked and its signature. Good for 24 hours; with If-None-Match only a new one is sent',
      answers: {
        200: `${LINES}: {format, number, position, issued, expires, lots, marks} and {alg, kid, signature}; ETag`,
        304: 'the one that is there is the newest',
      },
      handle: (asked) => getBlocked(lists, asked),
    },
    {
      method: 'GET',
      path: '/sellable/key',
      says: 'The public key that the list of what is blocked is signed with, as a JWK (Ed25519, RFC 8037)',
      answers: { 200: '{kty, crv, x, kid, alg, use}' },
      handle: async ({ request }) => {
        new Parameters(request).done()
        return json((await lists.key()).published)
      },
    },
  ]
}

async function getBlocked(lists: BlockedLists, { request }: Asked): Promise<Response> {
  new Parameters(request).done()
  const { number, text } = await lists.newest()
  const headers = { etag: `"${number}"`, 'cache-control': 'no-cache' }
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim())
  if (known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === headers.etag)) {
    return answer(null, { status: 304, headers })
  }
  return answer(text, { headers: { ...headers, 'content-type': LINES } })
}
