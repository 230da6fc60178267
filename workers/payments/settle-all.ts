/** Waits for all, so that one that fails keeps no other from its work; then tells of a failure, or counts what moved. */
export async function settleAll(works: readonly Promise<boolean>[]): Promise<number> {
  const ends = await Promise.allSettled(works);
  const failure = ends.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return ends.filter((each) => each.status === 'fulfilled' && each.value).length;
}
