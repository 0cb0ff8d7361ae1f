import { extension, iri, isList, isObject, listOf, objectOf } from '../event/checks.ts'
import { expand, type Context } from '../event/context.ts'
import type { Json, JsonObject } from '../event/event.ts'
import type { Check } from '../event/walk.ts'

/** One element of a header's master data; what is written with a prefix is spelt out. */
export type MasterDataElement = {
  readonly type: string
  readonly id: string
  readonly attributes: readonly { readonly id: string; readonly attribute: Json }[]
  /** Direct sub-locations, sub-classes and the like. */
  readonly children: readonly string[]
  /** The list of children was given, and is empty. */
  readonly childless?: true
}

const attribute = objectOf({
  is: 'A master data attribute',
  others: 'any',
  required: ['id'],
  fields: new Map([
    ['id', iri],
    ['attribute', extension],
  ]),
})

const vocabularyElement = objectOf({
  is: 'A vocabulary element',
  others: 'any',
  required: ['id'],
  fields: new Map([
    ['id', iri],
    ['attributes', listOf(attribute)],
    ['children', listOf(iri)],
  ]),
})

const vocabulary = objectOf({
  is: 'A vocabulary',
  others: 'any',
  required: ['type'],
  fields: new Map([
    ['type', iri],
    ['vocabularyElementList', listOf(vocabularyElement)],
  ]),
})

/** EPCIS 2.0 JSON binding: the elements a document's header describes, or a master data query answers with. */
export const vocabularyList: Check = listOf(vocabulary)

export const epcisHeader: Check = objectOf({
  is: 'An epcisHeader',
  others: 'extensions',
  fields: new Map([
    [
      'epcisMasterData',
      objectOf({
        is: 'An epcisMasterData',
        others: 'any',
        fields: new Map([['vocabularyList', vocabularyList]]),
      }),
    ],
  ]),
})

const CHILDLESS = { childless: true } as const

/** The elements of a `vocabularyList` that has been judged valid; none when it is absent. */
export function masterDataOf(
  list: Json | undefined,
  context: Context,
): readonly MasterDataElement[] {
  return objectsIn(list).flatMap((vocabulary) =>
    objectsIn(vocabulary['vocabularyElementList']).map((element) => ({
      type: expand(context, vocabulary['type'] as string),
      id: expand(context, element['id'] as string),
      attributes: objectsIn(element['attributes']).map(({ id, attribute: value = null }) => ({
        id: expand(context, id as string),
        attribute: value,
      })),
      children: listIn(element['children']).map((child) => expand(context, child as string)),
      ...(isList(element['children']) && element['children'].length === 0 && CHILDLESS),
    })),
  )
}

function listIn(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : []
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return listIn(value).filter(isObject)
}
