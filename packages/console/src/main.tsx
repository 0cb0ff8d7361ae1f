import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Refused } from './api.ts'
import { App } from './app.tsx'
import './console.css'

/** What the log says of the past does not change while a page is open; a refusal will not become an answer by asking again. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Refused && error.status >= 500,
    },
  },
})

const place = document.getElementById('console')
if (place === null) throw new Error('the page has no place to put the console in')
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)
