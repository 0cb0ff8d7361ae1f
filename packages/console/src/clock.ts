/** What a field for a date and time holds, `2026-03-14T11:03`, for a moment, by this machine's clock. */
export function fieldOf(moment: string | undefined): string {
  const at = new Date(moment ?? '')
  if (Number.isNaN(at.getTime())) return ''
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString()
  return local.slice(0, at.getUTCSeconds() === 0 ? 16 : 19)
}

/** The moment that such a field means, in UTC to the second; undefined where it is empty or half filled. */
export function momentIn(field: string): string | undefined {
  const at = new Date(field)
  return field === '' || Number.isNaN(at.getTime())
    ? undefined
    : at.toISOString().replace(/\.\d+Z$/, 'Z')
}
