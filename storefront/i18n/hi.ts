import type { en } from './en.ts';
import { hiAccounts } from './hi-accounts.ts';
import { hiBrowse } from './hi-browse.ts';
import { hiCheckout } from './hi-checkout.ts';
import { hiCommon } from './hi-common.ts';
import { hiLists } from './hi-lists.ts';
import { hiMedia } from './hi-media.ts';
import { hiOrders } from './hi-orders.ts';
import { hiProduct } from './hi-product.ts';
import { hiProfile } from './hi-profile.ts';
import { hiSearch } from './hi-search.ts';
import { hiSecurity } from './hi-security.ts';
import { hiShell } from './hi-shell.ts';
import { hiStaff } from './hi-staff.ts';

/** The same sentences in Hindi. A key that is missing here is a type error. */
export const hi = {
  ...hiCommon,
  ...hiBrowse,
  ...hiCheckout,
  ...hiAccounts,
  ...hiMedia,
  ...hiLists,
  ...hiOrders,
  ...hiProduct,
  ...hiProfile,
  ...hiSearch,
  ...hiSecurity,
  ...hiShell,
  ...hiStaff,
} as const satisfies Record<keyof typeof en, string>;
