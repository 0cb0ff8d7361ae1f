type Spelled = {
  readonly things: readonly object[]
  readonly links: readonly object[]
  readonly gaps: readonly object[]
  readonly complete: boolean
}

/** One spelling of an answer: amounts and shares, which are read by themselves, are left out. */
export function spelled({ things, links, gaps, complete }: Spelled): object {
  const sorted = (list: readonly object[]): readonly string[] =>
    list
      .map((one) =>
        JSON.stringify(
          Object.entries(one)
            .filter(([key]) => key !== 'amount' && key !== 'share')
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      )
      .sort()
  return { things: sorted(things), links: sorted(links), gaps: sorted(gaps), complete }
}
