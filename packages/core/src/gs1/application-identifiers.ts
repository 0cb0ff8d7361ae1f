/** A piece of an AI's value: characters of one set, how many, and what else they have to be ({@link file://./lint.ts}). */
export type Component = {
  readonly set: 'N' | 'X' | 'Y' | 'Z'
  readonly shortest: number
  readonly longest: number
  readonly optional: boolean
  readonly lints: readonly string[]
}

/** GS1 General Specifications §3: one application identifier. */
export type ApplicationIdentifier = {
  readonly ai: string
  /** Of predefined length: no FNC1 ends its value (§7.8.5). */
  readonly fixed: boolean
  /** May stand in the query of a Digital Link. */
  readonly inQuery: boolean
  readonly components: readonly Component[]
  /** Of each list one has to be there; `01+21` both; `31nn` any of these. */
  readonly needs: readonly (readonly string[])[]
  readonly excludes: readonly string[]
  /** A primary key of Digital Links: the qualifiers that may follow, in each order. */
  readonly key?: readonly (readonly string[])[]
}

type Rules = {
  readonly fixed?: true
  readonly onlyInPath?: true
  /** Alternatives with commas; one text a requirement. */
  readonly needs?: string | readonly string[]
  readonly excludes?: string
  /** Sequences of qualifiers with commas, one text a sequence. */
  readonly key?: readonly string[]
}

/** Identifiers of one form and rules: single ones, and ranges as `3100-3105`; `ex` puts each against its own range. */
type Family = readonly [ais: string, form: string, rules?: Rules]

const GTIN = 'N14 csum gcppos2'
const GLN = 'N13 csum gcppos1'
const ANY_ITEM = '01,02,03,8006,8026'
const ITEM_OR_CONTENT = '01,02,8006,8026'
const COUNTRIES = 'N3 iso3166; [N3] iso3166; [N3] iso3166; [N3] iso3166; [N3] iso3166'
const AMOUNTS = '30,31nn,32nn,35nn,36nn'
const FIXED = { fixed: true } as const

// oxfmt-ignore
const FAMILIES: readonly Family[] = [
  ['00', 'N18 csum gcppos2', { ...FIXED, key: [] }],
  ['01', GTIN, { ...FIXED, excludes: '255,37', key: ['22,10,21', '235'] }],
  ['02', GTIN, { ...FIXED, excludes: '01,03', needs: '37' }],
  ['03', GTIN, { ...FIXED, onlyInPath: true, excludes: '01,02,37' }],
  ['10', 'X..20', { needs: ANY_ITEM }],
  ['11 13 15 16', 'N6 yymmd0', { ...FIXED, needs: ANY_ITEM }],
  ['12', 'N6 yymmd0', { ...FIXED, needs: '8020' }],
  ['17', 'N6 yymmd0', { ...FIXED, needs: '01,02,03,255,8006,8026' }],
  ['20', 'N2', { ...FIXED, needs: ITEM_OR_CONTENT }],
  ['21', 'X..20', { onlyInPath: true, needs: '01,03,8006', excludes: '235' }],
  ['22', 'X..20', { onlyInPath: true, needs: '01' }],
  ['235', 'X..28', { onlyInPath: true, needs: '01' }],
  ['240 241', 'X..30', { needs: ITEM_OR_CONTENT }],
  ['242', 'N..6', { needs: ITEM_OR_CONTENT }],
  ['243', 'X..20', { needs: '01' }],
  ['250', 'X..30', { needs: ['01,8006', '21'] }],
  ['251', 'X..30', { needs: '01,8006' }],
  ['253', `${GLN}; [X..17]`, { key: [] }],
  ['254', 'X..20', { onlyInPath: true, needs: '414' }],
  ['255', `${GLN}; [N..12]`, { excludes: '01,02,415,8006,8020,8026', key: [] }],
  ['30', 'N..8', { needs: '01,02' }],
  ...measures('310-316 320-329 350-352 356 357 360 361 364-366', '01,02'),
  ...measures('330-336 340-349 353-355 362 363 367-369', '00,01'),
  ...measures('337', '01'),
  ['37', 'N..8', { needs: ['00', '02,8026'] }],
  ['3900-3909', 'N..15', { needs: '255,8020', excludes: '390n,391n,394n,8111' }],
  ['3910-3919', 'N3 iso4217; N..15', { needs: '8020', excludes: '391n' }],
  ['3920-3929', 'N..15', { needs: ['01', AMOUNTS], excludes: '392n,393n' }],
  ['3930-3939', 'N3 iso4217; N..15', { needs: AMOUNTS, excludes: '393n' }],
  ['3940-3943', 'N4', { needs: '255', excludes: '394n,8111' }],
  ['3950-3955', 'N6', { needs: AMOUNTS, excludes: '392n,393n,395n,8005' }],
  ['400', 'X..30'],
  ['401', 'X..30 gcppos1', { key: [] }],
  ['402', 'N17 csum gcppos1', { key: [] }],
  ['403', 'X..30', { needs: '00' }],
  ['410 411 412 413 416', GLN, FIXED],
  ['414', GLN, { ...FIXED, key: ['254', '7040'] }],
  ['415', GLN, { ...FIXED, needs: '8020', key: ['8020'] }],
  ['417', GLN, { ...FIXED, key: ['7040'] }],
  ['420', 'X..20', { excludes: '421' }],
  ['421', 'N3 iso3166; X..9', { excludes: '4307' }],
  ['422', 'N3 iso3166', { needs: ITEM_OR_CONTENT, excludes: '426' }],
  ['423 425', COUNTRIES, { needs: '01,02', excludes: '426' }],
  ['424', 'N3 iso3166', { needs: '01,02', excludes: '426' }],
  ['426', 'N3 iso3166', { needs: '01,02' }],
  ['427', 'X..3', { needs: ['01,02', '422'] }],
  ['4300 4301 4310 4311 4320', 'X..35 pcenc', { needs: '00' }],
  ['4302 4304-4306 4312 4314-4316', 'X..70 pcenc', { needs: '00' }],
  ['4303', 'X..70 pcenc', { needs: '4302' }],
  ['4313', 'X..70 pcenc', { needs: '4312' }],
  ['4307 4317', 'X2 iso3166alpha2', { needs: '00' }],
  ['4308 4319', 'X..30', { needs: '00' }],
  ['4309', 'N10 latitude; N10 longitude', { needs: '00' }],
  ['4318', 'X..20', { needs: '00' }],
  ['4321-4323', 'N1 yesno', { needs: '00' }],
  ['4324 4325', 'N6 yymmd0; N4 hhmi', { needs: '00' }],
  ['4326', 'N6 yymmdd', { needs: '00' }],
  ['4330', 'N6; [X1] hyphen', { needs: '00', excludes: '4331' }],
  ['4331', 'N6; [X1] hyphen', { needs: '00', excludes: '4330' }],
  ['4332', 'N6; [X1] hyphen', { needs: '00', excludes: '4333' }],
  ['4333', 'N6; [X1] hyphen', { needs: '00', excludes: '4332' }],
  ['7001', 'N13', { needs: ITEM_OR_CONTENT }],
  ['7002', 'X..30', { needs: '01,02' }],
  ['7003', 'N6 yymmdd; N4 hhmi', { needs: '01,02' }],
  ['7004', 'N..4', { needs: '01+10' }],
  ['7005', 'X..12', { needs: '01,02' }],
  ['7006', 'N6 yymmdd', { needs: '01,02' }],
  ['7007', 'N6 yymmdd; [N6] yymmdd', { needs: '01,02' }],
  ['7008', 'X..3', { needs: '01,02' }],
  ['7009', 'X..10', { needs: '01,02' }],
  ['7010', 'X..2', { needs: '01,02' }],
  ['7011', 'N6 yymmdd; [N4] hhmi', { needs: '01,02' }],
  ['7020', 'X..20', { needs: ['01,8006', '416'] }],
  ['7021 7240 8012', 'X..20', { needs: '01,8006' }],
  ['7022', 'X..20', { needs: '7021' }],
  ['7023', 'X..30 gcppos1'],
  ['7030-7039', 'N3 iso3166999; X..27', { needs: '01,02' }],
  ['7040', 'N1; X1; X1; X1 importeridx', { onlyInPath: true }],
  ['7041', 'X..4 packagetype', { onlyInPath: true, needs: '00' }],
  ['710-717', 'X..20', { needs: '01' }],
  ['7230-7239', 'X2; X..28', { needs: '01,8004' }],
  ['7241', 'N2 mediatype', { needs: '8017,8018' }],
  ['7242', 'X..25', { needs: '8017,8018' }],
  ['7250', 'N8 yyyymmdd', { needs: '8018', excludes: '7251' }],
  ['7251', 'N8 yyyymmdd; N4 hhmi', { needs: '8018', excludes: '7250' }],
  ['7252', 'N1 iso5218', { needs: '8018' }],
  ['7253 7254', 'X..40 pcenc', { needs: '8017,8018', excludes: '7256,7259' }],
  ['7255', 'X..10', { needs: '8017,8018', excludes: '7256,7259' }],
  ['7256', 'X..90 pcenc', { needs: '8017,8018' }],
  ['7257', 'X..70 pcenc', { needs: '8018' }],
  ['7258', 'X3 posinseqslash', { needs: '8018+7259' }],
  ['7259', 'X..40 pcenc', { needs: '8018', excludes: '7256' }],
  ['8001', 'N4 nonzero; N5 nonzero; N3 nonzero; N1 winding; N1', { needs: '01' }],
  ['8002', 'X..20'],
  ['8003', `N1 zero; ${GLN}; [X..16]`, { key: [] }],
  ['8004', 'X..30 gcppos1', { key: ['7040'] }],
  ['8005', 'N6', { needs: '01,02' }],
  ['8006', `${GTIN}; N4 pieceoftotal`, { excludes: '01,37', key: ['22,10,21'] }],
  ['8007', 'X..34 iban', { needs: '415' }],
  ['8008', 'N6 yymmdd; N2 hh; [N2] mi; [N2] ss', { needs: '01,02' }],
  ['8009', 'X..50', { needs: '00,01' }],
  ['8010', 'Y..30 gcppos1', { key: ['8011'] }],
  ['8011', 'N..12 nozeroprefix', { onlyInPath: true, needs: '8010' }],
  ['8013', 'X..25 csumalpha gcppos1', { key: [] }],
  ['8014', 'X..25 csumalpha gcppos1 hasnondigit', { onlyInPath: true, needs: '01' }],
  ['8017', 'N18 csum gcppos1', { excludes: '8018', key: ['8019'] }],
  ['8018', 'N18 csum gcppos1', { excludes: '8017', key: ['8019'] }],
  ['8019', 'N..10', { onlyInPath: true, needs: '8017,8018' }],
  ['8020', 'X..25', { onlyInPath: true, needs: '415' }],
  ['8026', `${GTIN}; N4 pieceoftotal`, { needs: '37', excludes: '02,8006' }],
  ['8030', 'Z..90', { needs: '00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018' }],
  ['8040', 'N15', { onlyInPath: true, needs: '01+21' }],
  ['8041', 'N15', { onlyInPath: true, needs: '01+21+8040' }],
  ['8042', 'N32', { onlyInPath: true, needs: '01+21+8040' }],
  ['8043', 'N18; [N..2]', { onlyInPath: true, needs: '01+21+8040' }],
  ['8110', 'X..70 couponcode'],
  ['8111', 'N4', { needs: '255' }],
  ['8112', 'X..70 couponposoffer'],
  ['8200', 'X..70', { onlyInPath: true, needs: '01' }],
  ['90', 'X..30'],
  ['91-99', 'X..90'],
]

/** Measures: six digits, the last of the identifier tells the decimals, and only one of these may stand. */
function measures(stems: string, needs: string): readonly Family[] {
  return numbersIn(stems).map((stem) => [
    `${stem}0-${stem}5`,
    'N6',
    { fixed: true, needs, excludes: `${stem}n` },
  ])
}

function numbersIn(text: string): readonly string[] {
  return text.split(' ').flatMap((part) => {
    const [from = '', to = from] = part.split('-')
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) =>
      String(Number(from) + i).padStart(from.length, '0'),
    )
  })
}

function componentsIn(form: string): readonly Component[] {
  return form.split('; ').map((text) => {
    const [size = '', ...lints] = text.split(' ')
    const [, open, set, upTo, length] = /^(\[?)([NXYZ])(\.\.)?(\d+)\]?$/.exec(size) ?? []
    const longest = Number(length)
    return {
      set: set as Component['set'],
      shortest: upTo === undefined ? longest : 1,
      longest,
      optional: open === '[',
      lints,
    }
  })
}

const list = (text = ''): readonly string[] => (text === '' ? [] : text.split(','))

function identifiersIn([ais, form, rules = {}]: Family): readonly ApplicationIdentifier[] {
  const { needs = [], excludes, key, fixed = false, onlyInPath = false } = rules
  const rest = {
    fixed,
    inQuery: !onlyInPath,
    components: componentsIn(form),
    needs: (typeof needs === 'string' ? [needs] : needs).map(list),
    excludes: list(excludes),
    ...(key && { key: key.map(list) }),
  }
  return numbersIn(ais).map((ai) => ({ ai, ...rest }))
}

/** Every application identifier there is (release of January 2026 of GS1's syntax dictionary), by its digits. */
export const APPLICATION_IDENTIFIERS: ReadonlyMap<string, ApplicationIdentifier> = new Map(
  FAMILIES.flatMap(identifiersIn).map((identifier) => [identifier.ai, identifier]),
)
