import type { Asked, Endpoint } from '../access/endpoint.ts'
import type { Engine } from '../db/engine.ts'
import { wholeText } from '../http/body.ts'
import { refuse } from '../http/problem.ts'
import { json } from '../http/answer.ts'
import { acceptsJson, Parameters, sendsJson } from '../http/request.ts'
import { catalogue, search } from './catalogue.ts'
import { labelsOf } from './labels.ts'
import { behind, takeIn } from './take-in.ts'

export type CatalogueRoom = { readonly engine: Engine }

const LABELS_BYTES = 8 * 2 ** 20

/** Ours: what there is to ask about, and what people call it. */
export function catalogueEndpoints({ engine }: CatalogueRoom): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/catalogue',
      says: 'Products, their newest lots, and some items of each',
      answers: { 200: 'The catalogue' },
      handle: async ({ request, viewer }) => {
        acceptsJson(request)
        await catchUp(engine)
        return json(await engine.read(catalogue, viewer))
      },
    },
    {
      method: 'GET',
      path: '/search',
      says: 'What a text may mean: a code in any spelling, part of a lot number, part of a product name',
      parameters: { q: 'the text' },
      answers: { 200: 'Candidates, those that events name first' },
      handle: async ({ request, viewer }) => {
        acceptsJson(request)
        const params = new Parameters(request)
        const q = params.required('q', (given) => given, 'what to look for')
        params.done()
        await catchUp(engine)
        return json({ candidates: await engine.read(search, { viewer, q }) })
      },
    },
    {
      method: 'POST',
      path: '/labels',
      says: 'Names from master data: {"ids": [...]}',
      answers: { 200: 'Labels by id; what has none is left out' },
      handle: (asked) => postLabels(engine, asked),
    },
  ]
}

/** Reads know all that was acknowledged before they were asked: they wait for the catalogue to take it in. */
async function catchUp(engine: Engine): Promise<void> {
  if ((await engine.read(behind, undefined)) === 0) return
  for (let left = 1; left > 0;) left = (await engine.write(takeIn, undefined)).left
}

async function postLabels(engine: Engine, { request, viewer, body }: Asked): Promise<Response> {
  sendsJson(request)
  const ids = idsIn(await wholeText(body, LABELS_BYTES))
  if (ids === undefined) {
    throw refuse(
      'ValidationException',
      '/ids',
      'wrong-type',
      'send {"ids": ["https://id.gs1.org/…", …]}',
    )
  }
  // No name has a NUL, and PostgreSQL cannot be asked for one.
  const possible = ids.filter((id) => !id.includes('\0'))
  return json({ labels: await engine.read(labelsOf, { viewer, ids: possible }) })
}

function idsIn(text: string): readonly string[] | undefined {
  try {
    const { ids } = JSON.parse(text) as { readonly ids?: unknown }
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : undefined
  } catch {
    return undefined
  }
}
