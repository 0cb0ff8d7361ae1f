import { attributeOf, childOf, textOf, type XmlElement } from './element.ts'
import type { Names } from './names.ts'
import { extensionText, memberText } from './read-extension.ts'

/** The members that an `EPCISHeader` comes to in JSON: the parties of its business header, and its master data. */
export function headerMembers(header: XmlElement, names: Names): readonly string[] {
  names.declare(header.declares)
  const members: string[] = []
  for (const child of header.children) {
    if (child.local === 'StandardBusinessDocumentHeader') members.push(...businessMembers(child))
    else if (child.local === 'extension') {
      const data = childOf(child, 'EPCISMasterData')
      const list = data === undefined ? undefined : childOf(data, 'VocabularyList')
      if (list !== undefined) members.push(masterDataMember(vocabularyListText(list, names)))
    }
  }
  return members
}

/** A header with this master data. */
export function masterDataMember(vocabularyList: string): string {
  return `"epcisHeader":{"epcisMasterData":{"vocabularyList":${vocabularyList}}}`
}

const WAYS: readonly (readonly [string, string, string])[] = [
  ['sender', 'Sender', 'Identifier'],
  ['receiver', 'Receiver', 'Identifier'],
  ['instanceIdentifier', 'DocumentIdentification', 'InstanceIdentifier'],
]

function businessMembers(header: XmlElement): readonly string[] {
  return WAYS.flatMap(([name, outer, inner]) => {
    const within = childOf(header, outer)
    const element = within === undefined ? undefined : childOf(within, inner)
    const text = element === undefined ? '' : textOf(element)
    return text === '' ? [] : [`"${name}":${JSON.stringify(text)}`]
  })
}

/** A `VocabularyList` as the `vocabularyList` of the JSON binding. */
export function vocabularyListText(list: XmlElement, names: Names): string {
  names.declare(list.declares)
  const texts = list.children
    .filter(({ local }) => local === 'Vocabulary')
    .map((vocabulary) => {
      const elements = childOf(vocabulary, 'VocabularyElementList')?.children ?? []
      const listed = elements.filter(({ local }) => local === 'VocabularyElement')
      return objectText([
        ['type', uriText(attributeOf(vocabulary, 'type'))],
        [
          'vocabularyElementList',
          listed.length === 0
            ? undefined
            : `[${listed.map((one) => vocabularyElementText(one, names)).join(',')}]`,
        ],
      ])
    })
  return `[${texts.join(',')}]`
}

function vocabularyElementText(element: XmlElement, names: Names): string {
  names.declare(element.declares)
  const attributes = new Map<string, string[]>()
  const children: string[] = []
  for (const child of element.children) {
    if (child.local === 'attribute') {
      const id = attributeOf(child, 'id')?.trim() ?? ''
      const values = attributes.get(id) ?? []
      attributes.set(id, values)
      values.push(extensionText(child, names, ID))
    } else if (child.local === 'children') {
      children.push(...child.children.map((one) => JSON.stringify(textOf(one))))
    }
  }
  const texts = [...attributes].map(
    ([id, values]) => `{"id":${JSON.stringify(id)},${memberText('attribute', values)}}`,
  )
  return objectText([
    ['id', uriText(attributeOf(element, 'id'))],
    ['attributes', texts.length === 0 ? undefined : `[${texts.join(',')}]`],
    ['children', children.length === 0 ? undefined : `[${children.join(',')}]`],
  ])
}

const ID: ReadonlySet<string> = new Set(['id'])

function uriText(value: string | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value.trim())
}

function objectText(members: readonly (readonly [string, string | undefined])[]): string {
  const there = members.filter(([, value]) => value !== undefined)
  return `{${there.map(([name, value]) => `"${name}":${value ?? ''}`).join(',')}}`
}
