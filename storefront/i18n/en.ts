import { enBrowse } from './en-browse.ts';
import { enCheckout } from './en-checkout.ts';
import { enCommon } from './en-common.ts';
import { enOrders } from './en-orders.ts';

/**
 * Every sentence of the pages, in English, by key. `{name}` stands for a value. A key that counts comes as a pair:
 * 'x.one' and 'x.other', read by `tCount('x', n)`.
 */
export const en = { ...enCommon, ...enBrowse, ...enCheckout, ...enOrders } as const satisfies Record<string, string>;
