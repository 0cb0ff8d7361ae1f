/** Names of the console's pages, short enough for a bar at the bottom of a phone. */
export const NAV_ZH = {
  pages: '页面',
  trace: '追溯',
  recalls: '召回',
  cause: '共因',
  balance: '物料平衡',
  sellable: '可售',
}

export type NavWords = typeof NAV_ZH

export const NAV_EN: NavWords = {
  pages: 'Pages',
  trace: 'Trace',
  recalls: 'Recalls',
  cause: 'Common cause',
  balance: 'Balance',
  sellable: 'Sellable',
}
