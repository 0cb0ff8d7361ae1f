import type { Asked, Endpoint } from '../access/endpoint.ts'
import { operatorOnly } from '../access/operator.ts'
import { CannotOpen, type Engine } from '../db/engine.ts'
import { refuse } from '../http/problem.ts'
import { json } from '../http/answer.ts'
import { acceptsJson, fromOne, Parameters } from '../http/request.ts'
import type { Copying } from './copy.ts'
import { masterData } from './master-data.ts'

export type UpkeepRoom = {
  readonly engine: Engine
  /** How this store is copied while it runs; none: by the tools of its database. */
  readonly copies?: Copying
}

const MOST_PER_PAGE = 10_000

/** Ours, for the operator: a copy of all there is, and what an export needs beside the events. */
export function upkeepEndpoints(room: UpkeepRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/admin/backup',
      says: 'The whole database as it stands now, for suyuan restore; capture goes on meanwhile',
      answers: { 200: 'A SQLite file', 404: 'This store is backed up by other means' },
      handle: (asked) => sendBackup(room, asked),
    },
    {
      method: 'GET',
      path: '/admin/masterdata',
      says: 'What master data describes, of each attribute the latest',
      parameters: {
        perPage: 'at most so many things (1000)',
        nextPageToken: 'from the Link header',
      },
      answers: { 200: '{"elements": [{type, id, attributes, children}]}' },
      handle: (asked) => listElements(room, asked),
    },
  ]
}

async function sendBackup({ copies }: UpkeepRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  new Parameters(request).done()
  if (copies === undefined) {
    const says =
      'this store is backed up with the tools of its database: docs/guides/back-up-postgresql.md'
    throw refuse('NoSuchResourceException', '/admin/backup', 'no-backup', says)
  }
  try {
    const { bytes, body } = await copies()
    return new Response(body, {
      headers: {
        'content-type': 'application/vnd.sqlite3',
        'content-length': String(bytes),
        'content-disposition': 'attachment; filename="suyuan-backup.db"',
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    throw refuse('ImplementationException', '', 'no-room', error.message)
  }
}

async function listElements({ engine }: UpkeepRoom, { request, viewer }: Asked): Promise<Response> {
  operatorOnly(viewer)
  acceptsJson(request)
  const params = new Parameters(request)
  const asked = params.optional('perPage', fromOne, 'a whole number from 1') ?? 1000
  const after = params.optional('nextPageToken', textIn, 'a token from a Link header')
  params.done()
  const perPage = Math.min(asked, MOST_PER_PAGE)
  const question = { viewer, perPage, ...(after !== undefined && { after }) }
  const { elements, next } = await engine.read(masterData, question)
  if (next === undefined) return json({ elements })
  const url = new URL(request.url)
  url.searchParams.set('nextPageToken', Buffer.from(next).toString('base64url'))
  return json({ elements }, { headers: { link: `<${url.href}>; rel="next"` } })
}

function textIn(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8')
  const ours = Buffer.from(text).toString('base64url') === token && !text.includes('\0')
  return ours ? text : undefined
}
