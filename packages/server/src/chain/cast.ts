import type { Actor } from './journal.ts'
import { assetId, partyId, placeId, returnableId } from './keys.ts'
import { PREFIX, type Company } from './products.ts'
import type { Scale } from './scale.ts'
import type { Thing } from './origin.ts'

export type Pen = { readonly place: string; readonly name: string }

export type Ranch = {
  readonly index: number
  readonly place: string
  readonly pit: string
  readonly mixer: string
  readonly parlour: string
  readonly pens: readonly Pen[]
  readonly tank: Thing
}

export type Tanker = {
  readonly id: string
  readonly plate: string
  readonly compartments: readonly Thing[]
}

/** One line of the plant: every place of it. */
export type Line = {
  readonly index: number
  readonly letter: string
  readonly silo: string
  readonly pasteuriser: string
  readonly dryer: string
  readonly blender: string
  readonly canning: string
  readonly ranches: readonly Ranch[]
  readonly tankers: readonly Tanker[]
}

export type Dealer = {
  readonly place: string
  /** Each dealer is a party of its own, under the number of its place. */
  readonly party: string
  readonly shops: readonly string[]
}

/** Everyone and every place of the chain. */
export type Cast = {
  readonly ranches: readonly Ranch[]
  readonly lines: readonly Line[]
  readonly dealers: readonly Dealer[]
}

const actor = (prefix: string, urn = false, named = true): Actor => ({
  party: partyId(prefix),
  urn,
  named,
})

/** Who records: some speak EPC URNs, and two small suppliers give their events no ids. */
export const ACTORS: Readonly<Record<Company, Actor>> = {
  plant: actor(PREFIX.plant),
  water: actor(PREFIX.water),
  seed: actor(PREFIX.seed, true, false),
  ranch: actor(PREFIX.ranch),
  haulier: actor(PREFIX.haulier),
  whey: actor(PREFIX.whey, true),
  plantOil: actor(PREFIX.plantOil),
  ara: actor(PREFIX.ara, true, false),
  premix: actor(PREFIX.premix),
  mill: actor(PREFIX.mill, true),
  dealer: actor(PREFIX.dealer, true),
  shop: actor(PREFIX.shop),
}

const inPlant = (spot: string): string => placeId(PREFIX.plant, 1, spot)

type Spot =
  | 'plant'
  | 'reception'
  | 'wash'
  | 'store'
  | 'packing'
  | 'lab'
  | 'cooling'
  | 'warehouse'
  | 'dock'
  | 'works'
  | 'intake'
  | 'filters'
  | 'clearWell'
  | 'outlet'
  | 'reclaimedOutlet'
  | 'reclaimedWorks'
  | 'seedStore'
  | 'whey'
  | 'plantOil'
  | 'ara'
  | 'premix'
  | 'mill'

/** Places there is one of. */
export const PLACES: Readonly<Record<Spot, string>> = {
  plant: placeId(PREFIX.plant, 1),
  reception: inPlant('RECEPTION'),
  wash: inPlant('WASH'),
  store: inPlant('STORE'),
  packing: inPlant('PACKING'),
  lab: inPlant('LAB'),
  cooling: inPlant('COOLING'),
  warehouse: placeId(PREFIX.plant, 2),
  dock: placeId(PREFIX.plant, 2, 'DOCK'),
  works: placeId(PREFIX.water, 1),
  intake: placeId(PREFIX.water, 1, 'INTAKE'),
  filters: placeId(PREFIX.water, 1, 'FILTERS'),
  clearWell: placeId(PREFIX.water, 1, 'CLEARWELL'),
  outlet: placeId(PREFIX.water, 1, 'OUTLET'),
  reclaimedOutlet: placeId(PREFIX.water, 2, 'OUTLET'),
  reclaimedWorks: placeId(PREFIX.water, 2),
  seedStore: placeId(PREFIX.seed, 1),
  whey: placeId(PREFIX.whey, 1),
  plantOil: placeId(PREFIX.plantOil, 1),
  ara: placeId(PREFIX.ara, 1),
  premix: placeId(PREFIX.premix, 1),
  mill: placeId(PREFIX.mill, 1),
}

const number = (value: number): string => String(value + 1).padStart(2, '0')

function ranchOf(index: number, pens: number): Ranch {
  const location = index + 1
  const place = placeId(PREFIX.ranch, location)
  const spot = (name: string): string => placeId(PREFIX.ranch, location, name)
  return {
    index,
    place,
    pit: spot('PIT'),
    mixer: spot('MIXER'),
    parlour: spot('PARLOUR'),
    pens: Array.from({ length: pens }, (_, pen) => ({
      place: spot(`PEN${number(pen)}`),
      name: `P${number(pen)}`,
    })),
    tank: { id: assetId(PREFIX.ranch, `TANK${number(index)}`), what: 'bulk tank', farm: place },
  }
}

const PLATE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Two compartments a tanker; the compartments are returnable assets of their own, fixed to it. */
function tankerOf(index: number): Tanker {
  const serial = `T${number(index)}`
  return {
    id: assetId(PREFIX.haulier, serial),
    plate: `蒙${PLATE_LETTERS.charAt(index % PLATE_LETTERS.length)}·演${String(index + 1).padStart(4, '0')}`,
    compartments: [1, 2].map((side) => ({
      id: returnableId(PREFIX.haulier, 10, `${serial}C${side}`),
      what: 'compartment',
    })),
  }
}

/** Trips a line needs each night: two compartments a trip; and one tanker more, so that they take turns. */
export function tripsOf(scale: Scale): number {
  return Math.ceil((scale.ranchesPerLine * compartmentsOf(scale)) / 2)
}

/** Loads of one ranch a night: a compartment takes some 12 t, a large chain's ranch gives more. */
export function compartmentsOf(scale: Scale): number {
  const powderKg = scale.tinsPerBatch * scale.powdersPerRun * scale.batchesPerPowder * 0.8
  return Math.max(1, Math.ceil((powderKg * 3) / scale.ranchesPerLine / 12_500))
}

function lineOf(index: number, ranches: readonly Ranch[], trips: number): Line {
  const letter = 'ABCD'.charAt(index)
  const first = index * (trips + 1)
  return {
    index,
    letter,
    silo: inPlant(`SILO-${letter}`),
    pasteuriser: inPlant(`HTST-${letter}`),
    dryer: inPlant(`DRYER-${letter}`),
    blender: inPlant(`BLENDER-${letter}`),
    canning: inPlant(`CANNING-${letter}`),
    ranches,
    tankers: Array.from({ length: trips + 1 }, (_, each) => tankerOf(first + each)),
  }
}

function dealerOf(index: number, shops: number): Dealer {
  return {
    place: placeId(PREFIX.dealer, index + 1),
    party: partyId(PREFIX.dealer, index + 1),
    shops: Array.from({ length: shops }, (_, shop) =>
      placeId(PREFIX.shop, index * shops + shop + 1),
    ),
  }
}

export function castOf(scale: Scale): Cast {
  const ranches = Array.from({ length: scale.lines * scale.ranchesPerLine }, (_, index) =>
    ranchOf(index, scale.pensPerRanch),
  )
  const trips = tripsOf(scale)
  const lines = Array.from({ length: scale.lines }, (_, index) => {
    const from = index * scale.ranchesPerLine
    return lineOf(index, ranches.slice(from, from + scale.ranchesPerLine), trips)
  })
  const dealers = Array.from({ length: scale.dealers }, (_, index) =>
    dealerOf(index, scale.shopsPerDealer),
  )
  return { ranches, lines, dealers }
}
