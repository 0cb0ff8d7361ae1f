import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 900 },
  server: {
    // In development the pages come from Vite and the answers from the product on its usual port.
    proxy: Object.fromEntries(
      [
        '/trace',
        '/where',
        '/history',
        '/events',
        '/epcs',
        '/labels',
        '/catalogue',
        '/search',
        '/01',
      ].map((path) => [path, process.env['SUYUAN_URL'] ?? 'http://127.0.0.1:8080']),
    ),
  },
})
