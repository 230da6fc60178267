/** Who may do what. One table: a verb asks for a permission, a role has it or not. */
export type Role = 'shopper' | 'seller' | 'staff';
export type Permission = 'catalog.write' | 'stock.write' | 'orders.read' | 'orders.refund' | 'payments.read';

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  shopper: [],
  seller: [],
  staff: ['catalog.write', 'stock.write', 'orders.read', 'orders.refund', 'payments.read'],
};

export function hasPermission(role: Role, permission: Permission): boolean {
  return permissions[role].includes(permission);
}
