import { z } from 'zod';
import { AppError } from '../http/problem.ts';
import { type RazorpaySettings, requireReachable } from './razorpay-settings.ts';

const API_BASE = 'https://api.razorpay.com';
const TIMEOUT_MS = 10_000;

const errorSchema = z.object({ error: z.object({ code: z.string().max(100) }) });

interface Post {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One request to Razorpay: POST when there is a body. What is not answered as documented is `gateway_unavailable`;
 * `misconfigured` when the keys are not known there. https://razorpay.com/docs/api/authentication/
 */
export async function askRazorpay<Schema extends z.ZodType>(
  settings: RazorpaySettings,
  place: string,
  schema: Schema,
  post?: Post,
): Promise<z.infer<Schema>> {
  requireReachable(settings);
  const answer = await send(settings, place, post);
  if (answer.status === 401) throw new AppError('misconfigured', 'Razorpay does not know RAZORPAY_KEY_ID.');
  if (answer.status !== 200) throw unavailable(errorSchema.safeParse(answer.body).data?.error.code ?? answer.status);
  const result = schema.safeParse(answer.body);
  if (!result.success) throw unavailable('unexpected_answer');
  return result.data;
}

async function send({ keyId, keySecret, apiBase }: RazorpaySettings, place: string, post: Post | undefined) {
  const base = apiBase === null ? API_BASE : apiBase.href.replace(/\/$/, '');
  const authorization = `Basic ${new TextEncoder().encode(`${keyId}:${keySecret}`).toBase64()}`;
  try {
    const answer = await fetch(`${base}${place}`, {
      method: post === undefined ? 'GET' : 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json', ...post?.headers },
      body: post === undefined ? null : JSON.stringify(post.body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body: unknown = await answer.json().catch(() => null);
    return { status: answer.status, body };
  } catch (error) {
    throw unavailable(error instanceof Error ? error.name : 'no_answer');
  }
}

function unavailable(gatewayCode: string | number): AppError {
  return new AppError('gateway_unavailable', 'The payment gateway did not answer as it should. Try again.', {
    gatewayCode,
  });
}
