/** The day on which something ended where it ended: by the offset that its last event gives. */
export function dayOf({
  ended,
  offset,
}: {
  readonly ended: number
  readonly offset: string
}): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? []
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return new Date(Math.floor(ended / 1000) + ahead * 60_000).toISOString().slice(0, 10)
}
