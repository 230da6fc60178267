import { AppError } from '../http/problem.ts';
import type { Carrier } from './carrier.ts';
import { delhiveryCarrier } from './delhivery-carrier.ts';

/** Every carrier that the shop can talk to. A new one is an adapter and a line here. */
const adapters: ReadonlyMap<string, (env: Env) => Carrier> = new Map([['delhivery', delhiveryCarrier]]);

/** The carrier that parcels are booked with. Throws `misconfigured` when its keys are not set. */
export function bookingCarrier(env: Env): Carrier {
  return carrierOf(env, 'delhivery');
}

/** Throws `misconfigured` when its keys are not set. */
export function carrierOf(env: Env, name: string): Carrier {
  const adapter = adapters.get(name);
  if (adapter === undefined) throw new AppError('not_found', `There is no carrier ${name}.`);
  return adapter(env);
}

/** Whether the shop hears from this carrier; sellers may hand parcels to any other. */
export function isKnownCarrier(name: string): boolean {
  return adapters.has(name);
}
