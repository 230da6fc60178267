/** Who may do what. One table: a verb asks for a permission, a role has it or not. */
export type Role = 'shopper' | 'seller' | 'staff';
export type Permission =
  | 'catalog.write'
  | 'stock.read'
  | 'stock.write'
  | 'orders.read'
  | 'orders.cancel'
  | 'orders.fulfil'
  | 'orders.refund'
  | 'payments.read'
  | 'payments.write'
  | 'ledger.read'
  | 'system.read'
  | 'system.write';

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  shopper: [],
  seller: [],
  staff: [
    'catalog.write',
    'stock.read',
    'stock.write',
    'orders.read',
    'orders.cancel',
    'orders.fulfil',
    'orders.refund',
    'payments.read',
    'payments.write',
    'ledger.read',
    'system.read',
    'system.write',
  ],
};

export function hasPermission(role: Role, permission: Permission): boolean {
  return permissions[role].includes(permission);
}
