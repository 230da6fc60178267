import type { UserActor } from '../../workers/context.ts';
import { PERMISSIONS, type Permission, type SellerRole } from '../../workers/domain/role.ts';
import { askApi } from './api-routes.ts';
import { givenMember } from './fulfilment.ts';
import { bearerOf, givenPerson, headersOf } from './person.ts';
import { givenSupplier } from './placed-order.ts';

/** Everybody who might call a route, as the tables of access see them. */
export interface ApiVisitor {
  readonly who: string;
  readonly kind: 'nobody' | 'guest' | 'shopper' | 'member' | 'other seller' | 'staff';
  readonly headers: Readonly<Record<string, string>>;
  /** Of a member of the seller whose parcel it is. */
  readonly sellerRole?: SellerRole;
  /** Of staff. */
  readonly permissions?: readonly Permission[];
  readonly hasSecondFactor?: boolean;
}

/** Nobody, guests, shoppers, the people of two sellers, and staff with nothing, with each permission, with all. */
export async function givenApiVisitors(sellerId: string): Promise<readonly ApiVisitor[]> {
  const cookie = (await askApi('/cart')).headers.get('set-cookie')?.split(';')[0] ?? '';
  const other = await givenSupplier('9001');
  const member = async (ofSeller: string, role: SellerRole) => {
    const { actor } = await givenMember(ofSeller, { role });
    return await headersOf(actor as UserActor);
  };
  const staff = async (who: string, permissions: readonly Permission[], hasSecondFactor = true) => {
    const { actor } = await givenPerson({ role: 'staff', permissions, hasSecondFactor });
    return { who, kind: 'staff' as const, headers: await bearerOf(actor), permissions, hasSecondFactor };
  };
  return [
    { who: 'nobody', kind: 'nobody', headers: {} },
    { who: 'a guest', kind: 'guest', headers: { cookie } },
    { who: 'a shopper', kind: 'shopper', headers: (await givenPerson()).headers },
    { who: 'another shopper', kind: 'shopper', headers: (await givenPerson()).headers },
    ...(await Promise.all(
      (['owner', 'manager', 'packer'] as const).map(async (role) => ({
        ...{ who: `the seller’s ${role}`, kind: 'member' as const, sellerRole: role },
        headers: await member(sellerId, role),
      })),
    )),
    { who: 'another seller’s owner', kind: 'other seller', headers: await member(other.id, 'owner') },
    await staff('staff without a second factor', PERMISSIONS, false),
    await staff('staff without permissions', []),
    ...(await Promise.all(PERMISSIONS.map((permission) => staff(`staff with ${permission} alone`, [permission])))),
    await staff('staff with all permissions', PERMISSIONS),
  ];
}
