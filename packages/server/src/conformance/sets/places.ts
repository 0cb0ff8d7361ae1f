import type { Json } from '../judge.ts'
import type { EventSet, Names } from '../world.ts'
import { thingsOf } from './things.ts'

const MDA = 'https://ns.example.com/epcis-conformance/mda/'

function vocabulary(names: Names): readonly Json[] {
  const it = thingsOf(names)
  const attribute = (name: string, value: string): Json => ({
    id: `${MDA}${name}`,
    attribute: value,
  })
  const place = (
    id: string,
    children: readonly string[],
    ...attributes: readonly Json[]
  ): Json => ({
    id,
    attributes,
    ...(children.length > 0 && { children }),
  })
  return [
    {
      type: 'urn:epcglobal:epcis:vtype:BusinessLocation',
      vocabularyElementList: [
        place(
          it.store.link,
          [it.cellar.link],
          attribute('name', `site ${names.run}`),
          attribute('country', 'CN'),
        ),
        place(it.cellar.link, [it.lab.link], attribute('name', `hall ${names.run}`)),
        place(it.lab.link, [], attribute('name', `room ${names.run}`), attribute('clean', 'yes')),
      ],
    },
    {
      type: 'urn:epcglobal:epcis:vtype:ReadPoint',
      vocabularyElementList: [
        place(it.gate.link, [it.dock.link], attribute('name', `gate ${names.run}`)),
      ],
    },
  ]
}

/** A site with a hall and a room in it, each with attributes, and what happened there. */
export function placed(names: Names): EventSet {
  const it = thingsOf(names)
  const at = (id: string, more: Json = {}): Json => ({
    type: 'ObjectEvent',
    action: 'OBSERVE',
    epcList: [it.tin.link],
    bizLocation: { id },
    ...more,
  })
  return {
    vocabularyList: vocabulary(names),
    events: {
      site: at(it.store.link, { readPoint: { id: it.gate.link } }),
      hall: at(it.cellar.link, { readPoint: { id: it.dock.link } }),
      room: at(it.lab.link),
      elsewhere: at('urn:epc:id:sgln:0614141.00099.0'),
      nowhere: { type: 'ObjectEvent', action: 'OBSERVE', epcList: [it.tin.link] },
    },
  }
}

/** The name of a master-data attribute of {@link placed}. */
export const mda = (name: string): string => MDA + name
