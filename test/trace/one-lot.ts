import type { EpcisEvent } from '@suyuan/core/event/event'

/** An event that commissions so many tins of one lot. */
export function eventOf(count: number): {
  readonly event: EpcisEvent
  readonly lot: string
  readonly tins: readonly string[]
} {
  const tins = Array.from(
    { length: count },
    (_, i) => `https://id.gs1.org/01/06901234567892/21/m${i}`,
  )
  return {
    event: {
      type: 'ObjectEvent',
      eventTime: '2026-03-01T06:00:00.000Z',
      eventTimeZoneOffset: '+08:00',
      action: 'ADD',
      epcList: tins,
      ilmd: { 'cbvmda:lotNumber': 'MANY' },
      eventID: 'urn:uuid:00000000-0000-4000-8000-00000000aaaa',
    },
    lot: 'https://id.gs1.org/01/06901234567892/10/MANY',
    tins,
  }
}
