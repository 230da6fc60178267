const ATTEMPTS = 4;
const PAUSE_MS = 100;

/**
 * Does work that may be done twice again when it fails: the way to the local database closes connections that were
 * idle for a while, and a request that meets a closing one is lost.
 */
export async function repeated<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt));
    }
  }
}
