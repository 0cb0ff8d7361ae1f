import { classOf } from '@suyuan/core/id/class-and-lot'
import type { Gap, Labels } from './answers.ts'
import { codeOf, labelOf, nameIn } from './identifier.ts'
import { stageWord } from './terms.ts'
import { counted, type Language, type Words } from './words.ts'

/** What a thing is, as a title: its product's or its own name, else the word for its kind. */
export function titleOf(
  thing: Kinded,
  labels: Labels,
  say: { readonly language: Language; readonly words: Words },
): string {
  const kinds: Readonly<Record<string, string>> = say.words.kindNames
  return nameIn(say.language, labelOf(labels, thing.id)) ?? kinds[thing.kind] ?? thing.kind
}

type Kinded = { readonly id: string; readonly kind: string }

/** What many things are, as one title: the name they share, else the word for their stage, else that for their kind. */
export function titleOfMany(
  things: readonly Kinded[],
  labels: Labels,
  say: { readonly language: Language; readonly words: Words },
): string {
  const [first] = things
  if (first === undefined) return ''
  const title = titleOf(first, labels, say)
  const alike = classOf(first.id) !== undefined && labels[first.id] === undefined
  if (alike || things.every((one) => titleOf(one, labels, say) === title)) return title
  const stage = labelOf(labels, first.id)?.stage
  return stage === undefined ? titleOf(first, {}, say) : stageWord(stage, say.language)
}

/** One thing in a sentence: its name and its code. */
export function called(id: string, labels: Labels, say: { readonly language: Language }): string {
  const name = nameIn(say.language, labelOf(labels, id))
  const own = nameIn(say.language, labels[id])
  if (own !== undefined) return own
  return name === undefined ? codeOf(id) : `${name} ${codeOf(id)}`
}

/** A gap as a sentence. */
export function gapSaid(
  { kind, id }: Gap,
  labels: Labels,
  say: { readonly language: Language; readonly words: Words },
): string {
  const what = called(id, labels, say)
  return say.words.gaps[kind]?.(what) ?? say.words.gapOther(kind, what)
}

/** How many, of what kind: “5,994 items”. */
export function manyOf(n: number, kind: string, words: Words): string {
  const kinds: Readonly<Record<string, string>> = words.kinds
  return words.manyOf(counted(n), kinds[kind] ?? words.kinds.other)
}

/** 0.042 as “4.2 %”; less than a tenth of a per mille is said as that, and never as zero. */
export function percent(share: number): string {
  if (share > 0 && share < 0.0001) return '< 0.01 %'
  return `${Number((share * 100).toPrecision(share < 0.01 ? 2 : 3))} %`
}

/** A name short enough for a box: without the remark in brackets that ends it. */
export function shortName(name: string): string {
  const short = name.replace(/\s*[（(][^（()）]*[)）]$/, '')
  return short === '' ? name : short
}
