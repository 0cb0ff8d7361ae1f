import { gdti, giai, grai, gtinClass, lgtin, pgln, sgln, sgtin, sscc, type Key } from '../keys.ts'
import type { Json } from '../judge.ts'
import type { EventSet, Names } from '../world.ts'

/** The things that the events of a run are about. */
export type Things = Readonly<
  Record<
    | 'tin'
    | 'second'
    | 'third'
    | 'powder'
    | 'milk'
    | 'bags'
    | 'blend'
    | 'sort'
    | 'pallet'
    | 'crate'
    | 'rack'
    | 'logger'
    | 'gate'
    | 'dock'
    | 'store'
    | 'cellar'
    | 'lab'
    | 'order'
    | 'invoice'
    | 'other'
    | 'farm'
    | 'dairy',
    Key
  >
> & { readonly joint: string; readonly wild: string; readonly near: string; readonly step: string }

/** Serials of logistic units are digits: the run's name, read as a number. */
function digitsOf(run: string, length: number, more: number): string {
  const number = BigInt(`0x${run.slice(1)}`) * 10n + BigInt(more)
  return (number % 10n ** BigInt(length)).toString().padStart(length, '0')
}

export function thingsOf({ run }: Pick<Names, 'run'>): Things {
  return {
    tin: sgtin('107346', `${run}a`),
    second: sgtin('107346', `${run}b`),
    third: sgtin('107346', `${run}c`),
    powder: sgtin('200001', `${run}d`),
    milk: lgtin('300001', run),
    bags: lgtin('300002', run),
    blend: lgtin('300003', run),
    sort: gtinClass('300004'),
    pallet: sscc(digitsOf(run, 10, 1)),
    crate: sscc(digitsOf(run, 10, 2)),
    rack: grai('12345', digitsOf(run, 12, 0)),
    logger: giai(`${run}e`),
    gate: sgln('00001', run),
    dock: sgln('00002', run),
    store: sgln('00003', run),
    cellar: sgln('00004', run),
    lab: sgln('00005', run),
    order: gdti('06012', digitsOf(run, 12, 3)),
    invoice: gdti('06013', digitsOf(run, 12, 4)),
    other: gdti('06012', digitsOf(run, 12, 5)),
    farm: pgln('00006'),
    dairy: pgln('00007'),
    joint: `urn:uuid:${uuidOf(run)}`,
    wild: `urn:x-conformance:${run}:a_b`,
    near: `urn:x-conformance:${run}:axb`,
    step: 'https://ns.example.com/epcis-conformance/step-skimming',
  }
}

/** A UUID that the cases can tell again. */
const uuidOf = (run: string): string => `00000000-0000-4000-8000-0${run.slice(1)}0`

/** Events of all five types, one property each that tells them apart: what the query cases ask for. */
export function everyType(names: Names): EventSet {
  return {
    events: {
      ...objects(thingsOf(names), names.run),
      ...classes(thingsOf(names)),
      ...together(thingsOf(names), names.run),
    },
  }
}

function objects(it: Things, run: string): EventSet['events'] {
  return {
    made: made(it, run),
    seen: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      epcList: [it.tin.link],
      bizStep: 'shipping',
      disposition: 'in_transit',
      persistentDisposition: { set: ['completeness_verified'], unset: ['completeness_inferred'] },
      readPoint: { id: it.dock.link },
      bizTransactionList: [
        { type: 'po', bizTransaction: it.invoice.link },
        { type: 'inv', bizTransaction: it.order.link },
      ],
      'ex:degree': 12,
      'ex:word': 'beta',
      'ex:moment': '2030-05-02T10:00:00Z',
      'ex:outer': { 'ex:inner': 9 },
    },
    gone: {
      type: 'ObjectEvent',
      action: 'DELETE',
      epcList: [it.second.link],
      bizStep: 'decommissioning',
      disposition: 'inactive',
      readPoint: { id: it.gate.link },
    },
    wild: { type: 'ObjectEvent', action: 'OBSERVE', epcList: [it.wild], bizStep: it.step },
    near: { type: 'ObjectEvent', action: 'OBSERVE', epcList: [it.near] },
  }
}

/** What every query case can find something in. */
function made(it: Things, run: string): Json {
  return {
    type: 'ObjectEvent',
    action: 'ADD',
    epcList: [it.tin.link, it.second.link],
    bizStep: 'commissioning',
    disposition: 'active',
    readPoint: { id: it.gate.link, 'ex:gate': 'north', 'ex:lane': { 'ex:number': 7 } },
    bizLocation: { id: it.store.link, 'ex:zone': 'cold', 'ex:shelf': { 'ex:row': 3 } },
    bizTransactionList: [
      { type: 'po', bizTransaction: it.order.link },
      { type: 'inv', bizTransaction: it.invoice.link },
    ],
    sourceList: [
      { type: 'owning_party', source: it.farm.link },
      { type: 'possessing_party', source: it.dairy.link },
    ],
    destinationList: [{ type: 'owning_party', destination: it.dairy.link }],
    ilmd: {
      'ex:lotNumber': `LOT${run}`,
      'ex:fat': 3.5,
      'ex:best': '2030-01-01T00:00:00Z',
      'ex:dairy': { 'ex:line': 'A1', 'ex:speed': 40, 'ex:deep': { 'ex:core': 'c1' } },
    },
    'ex:degree': 8,
    'ex:word': 'alpha',
    'ex:moment': '2030-05-01T10:00:00Z',
    'ex:outer': { 'ex:inner': 5, 'ex:part': { 'ex:deepest': 'd1' } },
  }
}

function classes(it: Things): EventSet['events'] {
  return {
    lots: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      quantityList: [{ epcClass: it.milk.link, quantity: 5, uom: 'KGM' }],
      bizStep: 'storing',
      disposition: 'in_progress',
      bizLocation: { id: it.cellar.link },
    },
    counted: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      quantityList: [{ epcClass: it.bags.link, quantity: 12 }],
      bizStep: 'storing',
      bizLocation: { id: it.cellar.link },
    },
    sorted: {
      type: 'ObjectEvent',
      action: 'OBSERVE',
      quantityList: [{ epcClass: it.sort.link }],
      bizStep: 'inspecting',
      bizLocation: { id: it.lab.link },
    },
  }
}

function together(it: Things, run: string): EventSet['events'] {
  return {
    packed: {
      type: 'AggregationEvent',
      action: 'ADD',
      parentID: it.pallet.link,
      childEPCs: [it.tin.link, it.third.link],
      childQuantityList: [{ epcClass: it.milk.link, quantity: 2500, uom: 'GRM' }],
      bizStep: 'packing',
      disposition: 'in_progress',
    },
    unpacked: {
      type: 'AggregationEvent',
      action: 'DELETE',
      parentID: it.pallet.link,
      bizStep: 'unpacking',
    },
    ordered: {
      type: 'TransactionEvent',
      action: 'ADD',
      parentID: it.crate.link,
      epcList: [it.third.link],
      bizTransactionList: [{ type: 'po', bizTransaction: it.other.link }],
      bizStep: 'accepting',
    },
    mixed: {
      type: 'TransformationEvent',
      transformationID: it.joint,
      inputEPCList: [it.third.link],
      inputQuantityList: [{ epcClass: it.milk.link, quantity: 2, uom: 'KGM' }],
      outputEPCList: [it.powder.link],
      outputQuantityList: [{ epcClass: it.blend.link, quantity: 1.5, uom: 'KGM' }],
      bizStep: 'creating_class_instance',
      ilmd: { 'ex:lotNumber': `OUT${run}`, 'ex:fat': 4.1 },
    },
    fitted: {
      type: 'AssociationEvent',
      action: 'ADD',
      parentID: it.rack.link,
      childEPCs: [it.logger.link],
      bizStep: 'assembling',
    },
  }
}
