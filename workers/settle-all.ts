/** A run of the cron asks gateways, objects and the database of so many at once. */
const WIDTH = 20;

/**
 * The same work for each, some at a time. One that fails keeps no other from its work: a failure is told of when all
 * are through. Returns for how many something moved.
 */
export async function settleAll<Item>(items: readonly Item[], work: (item: Item) => Promise<boolean>): Promise<number> {
  const ends: PromiseSettledResult<boolean>[] = [];
  for (let from = 0; from < items.length; from += WIDTH) {
    ends.push(...(await Promise.allSettled(items.slice(from, from + WIDTH).map(work))));
  }
  const failure = ends.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return ends.filter((each) => each.status === 'fulfilled' && each.value).length;
}
