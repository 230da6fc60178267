/**
 * Who may do what, as tables. A verb asks for one permission; a person has it by being a member of a seller, or by
 * being given it one by one (staff). Nothing else in the code looks at a role to decide.
 */
export const ROLES = ['shopper', 'seller', 'staff'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'catalog.write',
  'promotions.write',
  'delivery.write',
  'search.write',
  'stock.read',
  'stock.write',
  'orders.read',
  'orders.cancel',
  'orders.fulfil',
  'orders.refund',
  'payments.read',
  'payments.write',
  'ledger.read',
  'people.read',
  'people.write',
  'system.read',
  'system.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What members of a seller do, for that seller alone. */
export const SELLER_PERMISSIONS = ['parcels.read', 'parcels.pack', 'parcels.return'] as const;
export type SellerPermission = (typeof SELLER_PERMISSIONS)[number];

export const SELLER_ROLES = ['owner', 'manager', 'packer'] as const;
export type SellerRole = (typeof SELLER_ROLES)[number];

const sellerPermissions: Readonly<Record<SellerRole, readonly SellerPermission[]>> = {
  owner: ['parcels.read', 'parcels.pack', 'parcels.return'],
  manager: ['parcels.read', 'parcels.pack', 'parcels.return'],
  // Packs and hands over what lies on the bench. That a parcel comes back is for whoever answers for the stock.
  packer: ['parcels.read', 'parcels.pack'],
};

/** Jobs that staff are hired for: a start for the list of permissions, which is what counts. */
export const STAFF_JOBS = {
  administrator: PERMISSIONS,
  support: ['orders.read', 'orders.cancel', 'orders.refund', 'payments.read', 'people.read'],
  catalogue: ['catalog.write', 'promotions.write', 'search.write', 'stock.read', 'stock.write'],
  operations: ['orders.read', 'orders.fulfil', 'delivery.write', 'stock.read', 'system.read'],
  finance: ['orders.read', 'payments.read', 'payments.write', 'orders.refund', 'ledger.read'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>;

/** As much of a person as decides what they may. */
export interface Standing {
  readonly role: Role;
  /** Given one by one; they count for staff only. */
  readonly permissions: readonly Permission[];
  /** Whether this sign-in was proved by two factors. */
  readonly hasSecondFactor: boolean;
}

export type Verdict = 'allowed' | 'forbidden' | 'second_factor_required';

/** Staff are believed only after a second factor; what they may not do anyway is not worth asking for one. */
export function judge({ role, permissions, hasSecondFactor }: Standing, permission: Permission): Verdict {
  if (role !== 'staff' || !permissions.includes(permission)) return 'forbidden';
  return hasSecondFactor ? 'allowed' : 'second_factor_required';
}

export function mayForSeller(role: SellerRole, permission: SellerPermission): boolean {
  return sellerPermissions[role].includes(permission);
}

/** Those of a stored list that there (still) are. */
export function permissionsOf(names: readonly string[]): readonly Permission[] {
  return PERMISSIONS.filter((permission) => names.includes(permission));
}
