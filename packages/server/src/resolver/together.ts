import type { Name } from './ask.ts'

/** Names in one row: more would be a list nobody reads. */
const MOST_NAMES = 5

const ROW = { zh: '、', en: ', ' } as const

/**
 * Different names as one, each once. What all of them end with in brackets ("(demo)") is said once, at the end.
 * `isAll` is false when there were more than fit.
 */
export function together(
  names: readonly Name[],
  most: number = MOST_NAMES,
): { readonly name: Name; readonly isAll: boolean } {
  const distinct = [...new Map(names.map((name) => [`${name.zh}\n${name.en}`, name])).values()]
  const shown = distinct.slice(0, most)
  const isAll = shown.length === distinct.length
  const only = shown[0]
  if (only === undefined || shown.length === 1) return { name: only ?? {}, isAll }
  const zh = inRow(
    shown.flatMap((name) => name.zh ?? name.en ?? []),
    ROW.zh,
  )
  const en = inRow(
    shown.flatMap((name) => name.en ?? name.zh ?? []),
    ROW.en,
  )
  return { name: { zh, en }, isAll }
}

function inRow(names: readonly string[], comma: string): string {
  const end = /\s?[(（][^()（）]*[)）]$/.exec(names[0] ?? '')?.[0] ?? ''
  if (end === '' || !names.every((name) => name.endsWith(end))) return names.join(comma)
  return `${names.map((name) => name.slice(0, -end.length)).join(comma)}${end}`
}
