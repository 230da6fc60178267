import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';

export default defineConfig({
  srcDir: './storefront',
  publicDir: './storefront/public',
  outDir: process.env.HAAT_OUT ?? './dist',
  cacheDir: './node_modules/.astro',
  output: 'server',
  // Who is signed in is ours to know (workers/http/auth.ts); Astro would want a KV namespace for it.
  session: false,
  adapter: cloudflare({
    imageService: 'passthrough',
    // A second checkout of the shop (tests, benchmarks) keeps its own database.
    persistState: { path: process.env.HAAT_STATE ?? '.wrangler/state' },
  }),
  devToolbar: { enabled: false },
  vite: {
    define: {
      'import.meta.env.BUILD_ID': JSON.stringify(Date.now().toString(36)),
      // workers/failpoint.ts: only a test build can be stopped in the middle.
      __FAILPOINTS__: JSON.stringify(process.env.HAAT_BUILD === 'test'),
    },
  },
  security: {
    csp: {
      // Scripts and styles are allowed by their hashes, which Astro adds; the payment page adds Stripe for itself.
      directives: [
        "default-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
      ],
    },
  },
});
