/** CBV 2.0 standard vocabularies: one row a field, the bare words it knows, and the spellings of each word. */
export type Vocabulary = {
  readonly field: string
  /** `${web}${word}` is the web URI; the first is what we write, the rest are read only. */
  readonly web: readonly string[]
  /** `${urn}${word}` is the CBV 1.x URN; GS1 vocabulary words have none. */
  readonly urn?: string
  readonly words: ReadonlySet<string>
}

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** GS1 moved its web vocabulary from gs1.org/voc to ref.gs1.org/voc; both are in circulation. */
const GS1_VOC = [
  'https://ref.gs1.org/voc/',
  'https://gs1.org/voc/',
  'https://www.gs1.org/voc/',
] as const

const cbv = (prefix: string): readonly string[] => [
  `https://ref.gs1.org/cbv/${prefix}-`,
  `https://ns.gs1.org/cbv/${prefix}-`,
]

export const BIZ_STEP: Vocabulary = {
  field: 'bizStep',
  web: cbv('BizStep'),
  urn: 'urn:epcglobal:cbv:bizstep:',
  words: words(`
    accepting arriving assembling collecting commissioning consigning creating_class_instance
    cycle_counting decommissioning departing destroying disassembling dispensing encoding
    entering_exiting holding inspecting installing killing loading other packing picking receiving
    removing repackaging repairing replacing reserving retail_selling sampling sensor_reporting
    shipping staging_outbound stock_taking stocking storing transporting unloading unpacking
    void_shipping`),
}

export const DISPOSITION: Vocabulary = {
  field: 'disposition',
  web: cbv('Disp'),
  urn: 'urn:epcglobal:cbv:disp:',
  words: words(`
    active available completeness_inferred completeness_verified conformant container_closed
    container_open damaged destroyed dispensed disposed encoded expired in_progress in_transit
    inactive mismatch_class mismatch_instance mismatch_quantity needs_replacement no_pedigree_match
    non_conformant non_sellable_other partially_dispensed recalled reserved retail_sold returned
    sellable_accessible sellable_not_accessible stolen unavailable unknown`),
}

export const BIZ_TRANSACTION_TYPE: Vocabulary = {
  field: 'bizTransaction type',
  web: cbv('BTT'),
  urn: 'urn:epcglobal:cbv:btt:',
  words: words('bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt'),
}

export const SOURCE_DEST_TYPE: Vocabulary = {
  field: 'source or destination type',
  web: cbv('SDT'),
  urn: 'urn:epcglobal:cbv:sdt:',
  words: words('owning_party possessing_party location'),
}

export const ERROR_REASON: Vocabulary = {
  field: 'error reason',
  web: cbv('ER'),
  urn: 'urn:epcglobal:cbv:er:',
  words: words('did_not_occur incorrect_data'),
}

export const COMPONENT: Vocabulary = {
  field: 'component',
  web: cbv('Comp'),
  urn: 'urn:epcglobal:cbv:comp:',
  words: words(`
    x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting
    northing latitude longitude altitude`),
}

export const MEASUREMENT_TYPE: Vocabulary = {
  field: 'measurement type',
  web: GS1_VOC,
  words: words(`
    AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
    AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area
    Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent
    DoseEquivalentRate DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity
    ElectricFieldStrength Energy Exposure Force Frequency Illuminance Inductance Irradiance
    KinematicViscosity Length LinearMomentum Luminance LuminousFlux LuminousIntensity MagneticFlux
    MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime
    MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux
    RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume
    Speed SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate
    VolumeFraction VolumetricFlux Wavenumber`),
}

export const SENSOR_ALERT: Vocabulary = {
  field: 'sensor exception',
  web: GS1_VOC,
  words: words('ALARM_CONDITION ERROR_CONDITION'),
}

/**
 * The bare word of a standard value in any spelling (word, web URI, `cbv:`/`gs1:` CURIE, URN); what is not of this
 * vocabulary is given back unchanged. Two spellings of one value have one word: compare by it.
 */
export function wordOf(vocabulary: Vocabulary, value: string): string {
  if (vocabulary.words.has(value)) return value
  for (const prefix of prefixesOf(vocabulary)) {
    if (value.startsWith(prefix)) {
      const word = value.slice(prefix.length)
      if (vocabulary.words.has(word)) return word
    }
  }
  return value
}

/** The web URI of a standard value in any spelling; what is not of this vocabulary is given back unchanged. */
export function webUriOf(vocabulary: Vocabulary, value: string): string {
  const word = wordOf(vocabulary, value)
  return vocabulary.words.has(word) ? `${vocabulary.web[0] ?? ''}${word}` : value
}

const PREFIXES = new Map<Vocabulary, readonly string[]>()

function prefixesOf(vocabulary: Vocabulary): readonly string[] {
  const known = PREFIXES.get(vocabulary)
  if (known !== undefined) return known
  const first = vocabulary.web[0] ?? ''
  const curie = first.startsWith('https://ref.gs1.org/cbv/')
    ? `cbv:${first.slice('https://ref.gs1.org/cbv/'.length)}`
    : 'gs1:'
  const all = [...vocabulary.web, curie, ...(vocabulary.urn === undefined ? [] : [vocabulary.urn])]
  PREFIXES.set(vocabulary, all)
  return all
}
