import { giai } from '../keys.ts'
import type { Json } from '../judge.ts'
import type { EventSet, Names } from '../world.ts'
import { thingsOf } from './things.ts'

type Events = EventSet['events']
type Of = (sensorElementList: readonly Json[]) => Json

/** TCR-53: sets 1 and 2; every attribute of sensorElement, and the same attributes at either level. */
export function sensed(names: Names): EventSet {
  const { run } = names
  const bare = { type: 'ObjectEvent', action: 'OBSERVE', epcList: [thingsOf(names).tin.link] }
  const of: Of = (sensorElementList) => ({
    ...bare,
    bizStep: 'sensor_reporting',
    sensorElementList,
  })
  return { events: { none: bare, ...readings(of, run), ...windows(of, run), ...others(of, run) } }
}

function readings(of: Of, run: string): Events {
  return {
    cold: of([
      {
        sensorMetadata: {
          time: '2000-01-01T08:00:00Z',
          deviceID: giai(`${run}m`).link,
          dataProcessingMethod: `urn:x-conformance:${run}:mean`,
          'ex:room': 'R1',
        },
        sensorReport: [{ type: 'Temperature', value: 26, uom: 'CEL', 'ex:probe': 3 }],
        'ex:batch': 'B1',
      },
    ]),
    hot: of([
      {
        sensorReport: [
          {
            type: 'Temperature',
            value: 350,
            uom: 'KEL',
            time: '2000-01-01T10:00:00Z',
            deviceID: giai(`${run}r`).link,
            dataProcessingMethod: `urn:x-conformance:${run}:peak`,
          },
        ],
      },
    ]),
  }
}

function windows(of: Of, run: string): Events {
  return {
    damp: of([
      {
        sensorMetadata: {
          startTime: '2000-01-02T08:00:00Z',
          endTime: '2000-01-02T09:00:00Z',
          bizRules: `urn:x-conformance:${run}:rules`,
        },
        sensorReport: [
          {
            type: 'RelativeHumidity',
            minValue: 40,
            maxValue: 60,
            meanValue: 50,
            sDev: 2,
            percRank: 50,
            percValue: 49,
            uom: 'P1',
          },
          {
            type: 'Temperature',
            minValue: 2,
            maxValue: 8,
            meanValue: 5,
            sDev: 1,
            percRank: 90,
            percValue: 7,
            uom: 'CEL',
          },
        ],
      },
    ]),
    tilted: of([{ sensorReport: [{ type: 'Angle', value: 1, uom: 'DD', component: 'latitude' }] }]),
  }
}

function others(of: Of, run: string): Events {
  return {
    dose: of([
      {
        sensorReport: [
          {
            type: 'MassConcentration',
            value: 5,
            uom: 'GL',
            chemicalSubstance: `urn:x-conformance:${run}:lactose`,
          },
        ],
      },
      {
        sensorReport: [
          {
            type: 'Dimensionless',
            value: 0.05,
            uom: 'C62',
            microorganism: `urn:x-conformance:${run}:bacterium`,
          },
        ],
      },
    ]),
    words: of([
      {
        sensorReport: [
          { type: 'Dimensionless', stringValue: `say${run}` },
          { type: 'Dimensionless', booleanValue: true },
        ],
      },
      {
        sensorReport: [
          { type: 'Dimensionless', hexBinaryValue: 'F0AB' },
          { type: 'Dimensionless', uriValue: `urn:x-conformance:${run}:value` },
        ],
      },
    ]),
  }
}
