import cloudflare from '@astrojs/cloudflare';
import { defineConfig } from 'astro/config';

export default defineConfig({
  srcDir: './storefront',
  publicDir: './storefront/public',
  outDir: './dist',
  cacheDir: './node_modules/.astro',
  output: 'server',
  adapter: cloudflare({ imageService: 'passthrough' }),
  devToolbar: { enabled: false },
  security: { csp: true },
});
