import { useSyncExternalStore } from 'react'

const QUERY = '(max-width: 1179px)'

function follow(changed: () => void): () => void {
  const query = window.matchMedia(QUERY)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** Whether the page is too narrow for two columns. */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow, () => window.matchMedia(QUERY).matches)
}
