/** Days off and working weekends of a year, as an authority published them. */
export type YearOfDays = {
  /** Ranges of days off, first and last, `MM-DD`. */
  readonly off: readonly (readonly [first: string, last: string])[]
  /** Days of a weekend that are worked in exchange. */
  readonly worked: readonly string[]
  readonly source: string
}

/** Public holidays of mainland China by year. Of a year that is not here only weekends are known to be off. */
export const CHINA: Readonly<Record<string, YearOfDays>> = {
  '2025': {
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    source: 'General Office of the State Council, notice of 2024-11-12',
  },
  '2026': {
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    source: 'General Office of the State Council, notice of 2025-11-04',
  },
}
