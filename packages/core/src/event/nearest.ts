/** The words that may be meant by one that is not among them: as many as are equally near, and near enough. */
export function nearest(word: string, words: Iterable<string>): readonly string[] {
  const plain = fold(word)
  if (plain.length > 60) return []
  let near: string[] = []
  let least = Math.max(1, Math.floor(plain.length / 3))
  for (const candidate of words) {
    const distance = edits(plain, fold(candidate))
    if (distance > least) continue
    near = distance < least ? [candidate] : [...near, candidate]
    least = distance
  }
  return near
}

/** Case, hyphens and spaces are the commonest slips, and no different word. */
function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-\s_]/g, '')
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
