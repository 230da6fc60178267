import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';

/**
 * Which style sheets a page has: that of the whole shop, and that of its kind. Left to itself the build makes one for
 * each component that two pages share, and a phone waits for six of them before it shows anything.
 */
const STYLE_GROUPS = [
  { name: 'shop', test: /storefront\/(layouts|styles|components)\/[\w-]+\.(astro|css)/ },
  { name: 'product', test: /storefront\/(components\/(product|lists)|pages\/p)\/[^/]+\.astro/ },
  ...['account', 'browse', 'checkout', 'orders', 'staff'].map((name) => ({
    ...{ name, test: new RegExp(`storefront/components/${name}/[\\w-]+\\.astro`) },
  })),
];

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
    build: { assetsInlineLimit: 0 },
    environments: { ssr: { build: { rolldownOptions: { output: { codeSplitting: { groups: STYLE_GROUPS } } } } } },
    define: {
      'import.meta.env.BUILD_ID': JSON.stringify(Date.now().toString(36)),
      // workers/failpoint.ts: only a test build can be stopped in the middle.
      __FAILPOINTS__: JSON.stringify(process.env.HAAT_BUILD === 'test'),
    },
  },
  // Scripts and styles are files, never written into a page: its policy (storefront/content-security-policy.ts) allows
  // our own files and needs no hash of what is in the page.
  build: { inlineStylesheets: 'never' },
});
