import type { World } from '../world.ts';

/** One line of the torture: invariants by their number in the list of what must hold. */
export interface Case {
  /** '1', '16': chosen by --case. */
  readonly id: string;
  readonly title: string;
  /** Says what it saw; throws `Broken` when an invariant does not hold. */
  run(world: World): Promise<string>;
}
