import { readContext } from '@suyuan/core/event/context'
import type { Json } from '@suyuan/core/event/event'
import { isoOf } from '@suyuan/core/event/micros'
import { attributeName, type Attribute } from '@suyuan/core/master/attribute'
import type { MasterDataQuery } from '@suyuan/core/master/query'
import type { XmlStyle } from '@suyuan/core/xml/sheet'
import { writeDocument } from '@suyuan/core/xml/write-document'
import type { Kept } from '../store/master-data.ts'

/** An element as an answer has it: what the question includes of it. */
export type Element = {
  readonly id: string
  readonly attributes?: readonly Attribute[]
  readonly children?: readonly string[]
}

/** EPCIS 2.0 §9.6: one vocabulary of an answer. */
export type VocabularyPart = {
  readonly type: string
  readonly vocabularyElementList: readonly Element[]
}

/** What was found, by vocabulary, each in the order found. */
export function vocabularyList(
  things: readonly Kept[],
  query: Pick<MasterDataQuery, 'includeAttributes' | 'includeChildren' | 'attributeNames'>,
): readonly VocabularyPart[] {
  return [...Map.groupBy(things, ({ type }) => type)].map(([type, alike]) => ({
    type,
    vocabularyElementList: alike.map((thing) => elementOf(thing, query)),
  }))
}

function elementOf(
  { id, description }: Kept,
  { includeAttributes, includeChildren, attributeNames }: Parameters<typeof vocabularyList>[1],
): Element {
  const { spelt, children } = description
  const attributes = description.attributes
    .filter((one) => attributeNames?.includes(attributeName(one.id)) ?? true)
    .map(({ id: name, attribute }) => ({ id: name, attribute }))
  return {
    id: spelt ?? id,
    ...(includeAttributes && attributes.length > 0 && { attributes }),
    ...(includeChildren && children.length > 0 && { children }),
  }
}

/** An EPCISQueryDocument as SimpleMasterDataQuery answers it. */
export function queryDocument(vocabularies: readonly VocabularyPart[], now: number): object {
  return {
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: isoOf(now),
    epcisBody: {
      queryResults: {
        queryName: 'SimpleMasterDataQuery',
        resultsBody: { vocabularyList: vocabularies },
      },
    },
  }
}

/** {@link queryDocument} in XML. */
export function xmlDocument(
  vocabularies: readonly VocabularyPart[],
  now: number,
  style: XmlStyle,
): string {
  return writeDocument(
    {
      kind: 'EPCISQueryDocument',
      style,
      creationDate: isoOf(now),
      context: readContext(undefined),
      queryName: 'SimpleMasterDataQuery',
      vocabularies: vocabularies as unknown as Json,
    },
    [],
  )
}
