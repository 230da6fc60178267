import type { APIRoute } from 'astro';
import script from '../pwa/service-worker.ts?worker&url';

/**
 * The service worker under an address that never changes: its body names the file of this build, so that a browser sees
 * at its next look whether there is a newer one.
 */
export const GET: APIRoute = () =>
  new Response(`importScripts(${JSON.stringify(script)});\n`, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy': "default-src 'self'",
    },
  });
