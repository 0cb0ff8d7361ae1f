import { identifier, listOf, text, truth } from '../event/checks.ts'
import type { Check } from '../event/walk.ts'
import { name, named, oneOf, shape, words } from '../plan/shape.ts'

const list = (check: Check): Check => listOf(check, { least: 1, unique: true })
const namesOf = named('The names', words)

const kind = shape(
  'A kind of master data',
  { words, of: oneOf('place', 'product', 'equipment', 'party') },
  { attributes: named('The attributes', shape('An attribute', { words }, { must: truth })) },
)

/** `pack.yaml`: what the pack is, and the names that its other files share. */
export const packShape: Check = shape(
  'A pack',
  { pack: name, version: text, words },
  {
    prefixes: named('The prefixes', text),
    names: shape(
      'The names for a site',
      {},
      { places: namesOf, devices: namesOf, things: namesOf },
    ),
    terms: named('The terms', words, /^[A-Za-z][\w.-]*:[A-Za-z][\w.-]*$/),
    kinds: named('The kinds', kind),
    passport: list(shape('A section of a passport', { words, measures: list(name) })),
  },
)

/** `sites/*.yaml`: what the names of the pack are at one place. */
export const siteShape: Check = shape(
  'A site',
  { site: name, words },
  {
    places: named('The places', list(identifier)),
    devices: named('The devices', list(identifier)),
    things: named('The things', list(text)),
  },
)

/** `forms/*.yaml`: which event a person makes by filling in a form. */
export const formShape: Check = shape('A form', {
  form: name,
  words,
  plan: name,
  point: name,
  makes: shape(
    'What a form makes',
    { bizStep: text },
    { disposition: text, things: oneOf('none', 'asked') },
  ),
  fields: list(shape('A field', { measure: name }, { must: truth, samples: truth })),
})
