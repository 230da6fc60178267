import { env } from 'cloudflare:workers';
import { keyedHash } from '../../workers/http/signing-key.ts';

/** Codes are drawn by chance and kept nowhere: this makes the code of a challenge one that the test knows. */
export async function givenCode(challengeId: string, code = '314159'): Promise<string> {
  const secretHash = await keyedHash(env, `${challengeId}:${code}`);
  await env.DB.prepare('UPDATE challenges SET secret_hash = ? WHERE id = ? AND secret_hash IS NOT NULL')
    .bind(secretHash, challengeId)
    .run();
  return code;
}
