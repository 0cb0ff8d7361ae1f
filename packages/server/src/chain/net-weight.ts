import type { Json } from '@suyuan/core/event/event'
import { RECIPES, type Sort } from './products.ts'

/** What a tin weighs by its label. */
export const NET_KG: { readonly [sort in Sort]?: number } = Object.fromEntries(
  RECIPES.map(({ sort, netKg }) => [sort, netKg]),
)

type Attribute = { readonly id: string; readonly attribute: Json }

/** A net weight as master data says it, by CBV's word. */
export const weighing = (netKg: number | undefined): readonly Attribute[] =>
  netKg === undefined
    ? []
    : [{ id: 'urn:epcglobal:cbv:mda#netWeight', attribute: { value: netKg, unitCode: 'KGM' } }]
