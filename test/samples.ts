/** An event that is in order: it observes one item, of this serial. */
export function seen(serial: number | string, more: object = {}): Record<string, unknown> {
  return {
    type: 'ObjectEvent',
    eventTime: '2026-03-01T08:00:00.000Z',
    eventTimeZoneOffset: '+08:00',
    epcList: [`urn:epc:id:sgtin:0614141.107346.${serial}`],
    action: 'OBSERVE',
    bizStep: 'inspecting',
    ...more,
  }
}

/** An answer in JSON, its identifiers as they were captured. */
export async function asCaptured(url: string): Promise<unknown> {
  return (await fetch(url, { headers: { 'gs1-epc-format': 'Never_Translates' } })).json()
}

/** The events of an EPCISQueryDocument. */
export function eventsIn(document: unknown): readonly Answered[] {
  const { epcisBody } = document as {
    readonly epcisBody: {
      readonly queryResults: { readonly resultsBody: { readonly eventList: readonly Answered[] } }
    }
  }
  return epcisBody.queryResults.resultsBody.eventList
}

export type Answered = {
  readonly eventID: string
  readonly recordTime: string
  readonly epcList?: readonly string[]
}
