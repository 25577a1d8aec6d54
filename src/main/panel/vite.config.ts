import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const product = process.env.PANEL_API_URL ?? 'http://127.0.0.1:3002';

export default defineConfig({
  plugins: [react()],
  // The product puts a new nonce in its place for each answer (PanelPage in Java).
  html: { cspNonce: '@NONCE@' },
  build: {
    outDir: process.env.PANEL_OUT ?? '../../../target/panel-dist',
    emptyOutDir: true,
    target: 'es2022',
    // What knows light-dark(), which would be replaced by what Mantine's colours do not switch.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: address for scripts, styles and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    reportCompressedSize: false,
    // docs.html is the page of the REST API (/api/docs), which the panel does not load.
    rolldownOptions: { input: ['index.html', 'docs.html'] },
    chunkSizeWarningLimit: 2000,
  },
  server: {
    proxy: { '/api': { target: product, changeOrigin: false }, '/files': product },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'], setupFiles: ['src/vitest.setup.ts'], isolate: false, pool: 'threads', maxWorkers: 1 },
});
