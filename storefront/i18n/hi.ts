import type { en } from './en.ts';
import { hiAccounts } from './hi-accounts.ts';
import { hiBrowse } from './hi-browse.ts';
import { hiCheckout } from './hi-checkout.ts';
import { hiCommon } from './hi-common.ts';
import { hiOrders } from './hi-orders.ts';
import { hiProfile } from './hi-profile.ts';
import { hiSecurity } from './hi-security.ts';
import { hiStaff } from './hi-staff.ts';

/** The same sentences in Hindi. A key that is missing here is a type error. */
export const hi = {
  ...hiCommon,
  ...hiBrowse,
  ...hiCheckout,
  ...hiAccounts,
  ...hiOrders,
  ...hiProfile,
  ...hiSecurity,
  ...hiStaff,
} as const satisfies Record<keyof typeof en, string>;
