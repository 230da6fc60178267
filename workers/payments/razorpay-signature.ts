const SIGNATURE = /^[0-9a-f]{64}$/;

/**
 * Whether `signature` is the HMAC-SHA256 of the message, in lower-case hex; compared in constant time. Razorpay signs
 * webhooks (the raw body) and browser callbacks ('order_id|payment_id') so, with different secrets.
 */
export async function isSignedBy(secret: string, message: string, signature: string): Promise<boolean> {
  if (!SIGNATURE.test(signature)) return false;
  const text = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['verify']);
  return await crypto.subtle.verify('HMAC', key, Uint8Array.fromHex(signature), text.encode(message));
}
