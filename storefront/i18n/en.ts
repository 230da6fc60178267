import { enAccounts } from './en-accounts.ts';
import { enBrowse } from './en-browse.ts';
import { enCheckout } from './en-checkout.ts';
import { enCommon } from './en-common.ts';
import { enLists } from './en-lists.ts';
import { enMedia } from './en-media.ts';
import { enOrders } from './en-orders.ts';
import { enProduct } from './en-product.ts';
import { enProfile } from './en-profile.ts';
import { enSearch } from './en-search.ts';
import { enSecurity } from './en-security.ts';
import { enShell } from './en-shell.ts';
import { enStaff } from './en-staff.ts';

/**
 * Every sentence of the pages, in English, by key. `{name}` stands for a value. A key that counts comes as a pair:
 * 'x.one' and 'x.other', read by `tCount('x', n)`.
 *
 * An area is two files: `en-<area>.ts` exports `en<Area> = { … } as const`, and `hi-<area>.ts` exports
 * `hi<Area> = { … } as const satisfies Record<keyof typeof en<Area>, string>`. Spread the first here and the second in
 * hi.ts; a test walks the folder. Call `t()` while a page is rendered, never at the top of a module: there is no
 * request there, so it would say English for ever.
 */
export const en = {
  ...enCommon,
  ...enBrowse,
  ...enCheckout,
  ...enAccounts,
  ...enMedia,
  ...enLists,
  ...enOrders,
  ...enProduct,
  ...enProfile,
  ...enSearch,
  ...enSecurity,
  ...enShell,
  ...enStaff,
} as const satisfies Record<string, string>;
