/** `npm run code`: the six digits that the authenticator app of the demo shop's staff would show now. */
import { codeOfStep, DEMO_TOTP_SECRET, STEP_SECONDS, stepAt } from './totp.ts';

const now = Date.now();
const left = STEP_SECONDS - (Math.floor(now / 1000) % STEP_SECONDS);
console.log(`${codeOfStep(DEMO_TOTP_SECRET, stepAt(now))}  for ${left} more seconds, once; demo staff only`);
