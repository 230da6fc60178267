/** Request headers that a page of the sandbox needs. Cookies and keys of the shop stay in the shop. */
const PASSED_HEADERS = ['accept', 'accept-language', 'content-type', 'user-agent'];

/**
 * Shows the sandbox's pages under /sandbox/, so that a laptop's shop is one address. Development only; anywhere else
 * there is nothing here. Locations and links of the sandbox are relative and pass as they are.
 */
export async function proxyToSandbox(request: Request, env: Env): Promise<Response> {
  const url = new URL(request.url);
  const isOurs = url.pathname === '/sandbox' || url.pathname.startsWith('/sandbox/');
  if (env.APP_ENV !== 'development' || env.SANDBOX_URL === undefined || !isOurs) return plain('Not found', 404);
  if (url.pathname === '/sandbox') return new Response(null, { status: 308, headers: { location: '/sandbox/' } });

  // Set on the base, not resolved against it: '//elsewhere/' in the path must not become another host.
  const target = new URL(env.SANDBOX_URL);
  target.pathname = url.pathname.slice('/sandbox'.length);
  target.search = url.search;
  const headers = new Headers(
    PASSED_HEADERS.flatMap((name) => {
      const value = request.headers.get(name);
      return value === null ? [] : [[name, value] as [string, string]];
    }),
  );
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const body = hasBody ? await request.arrayBuffer() : null;
  try {
    const answer = await fetch(target, { method: request.method, headers, body, redirect: 'manual' });
    const answerHeaders = new Headers(answer.headers);
    answerHeaders.delete('set-cookie');
    return new Response(answer.body, { status: answer.status, headers: answerHeaders });
  } catch {
    return plain('The sandbox does not answer. Start it with: npx node sandbox/server.ts', 502);
  }
}

function plain(text: string, status: number): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
