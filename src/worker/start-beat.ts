/** The delivering thread says once a second that it lives, and whether it can work. */

/** The thread that listens allows for some of them to be late. */
const BEAT_MS = 1_000;

/** @param readProblem asked again as soon as it has answered; what it said last goes with each beat */
export function startBeat(readProblem: () => Promise<string | null>, beat: (problem: string | null) => void) {
  let problem: string | null = null;
  let isAsking = false;

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    problem = await readProblem();
    isAsking = false;
  }

  const timer = setInterval(() => {
    beat(problem);
    void ask();
  }, BEAT_MS);
  return { stop: () => clearInterval(timer) };
}
