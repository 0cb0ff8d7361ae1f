import type { Zone } from '@suyuan/core/query/schedule'

/** How far a zone of the time zone database (`Asia/Shanghai`) is before UTC. @throws RangeError when there is none of that name. */
export function zoneNamed(name: string): Zone {
  const format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
  return (instant) => {
    const parts = format.formatToParts(instant)
    const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text) ?? []
    const offset = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
    return sign === '-' ? -offset : offset
  }
}
