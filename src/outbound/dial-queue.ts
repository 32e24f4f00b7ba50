/**
 * Lets connections begin a few per turn of the event loop. Each costs a millisecond or two of it, and what thousands that
 * begin at once have to say comes in before any timer runs: heartbeats, time limits and everybody's deliveries would
 * stand still for seconds. How many are open is not limited here.
 */

/** About ten milliseconds of handshakes. */
const DIALS_PER_TURN = 8;

export interface DialQueue {
  /**
   * Calls `start` at once when nobody waits and this turn has room, otherwise when its turn comes. Those with one key
   * take turns with the others, however many they are.
   * @returns gives the place up; after the start it does nothing
   */
  enter(key: string, start: () => void): () => void;
}

interface Group {
  readonly key: string;
  readonly waiting: Set<() => void>;
}

/** @param perTurn how many begin in one turn of the event loop */
export function createDialQueue(perTurn = DIALS_PER_TURN): DialQueue {
  const groups = new Map<string, Group>();
  /** Each group is in one of the two; one whose last dial was given up stays until it is found empty. */
  const newcomers: Group[] = [];
  const served: Group[] = [];
  // The newest as well as the oldest: who needs one connection while thousands wait need not wait for all of them.
  const sources = [() => newcomers.shift(), () => newcomers.pop(), () => served.shift()];
  let nextSource = 0;
  let room = perTurn;
  let isTurnAhead = false;

  function begin(start: () => void): void {
    room -= 1;
    if (!isTurnAhead) setImmediate(takeTurn);
    isTurnAhead = true;
    start();
  }

  function takeTurn(): void {
    isTurnAhead = false;
    room = perTurn;
    while (room > 0 && groups.size > 0) {
      const start = takeNext();
      if (start) begin(start);
    }
  }

  /** Undefined when the group that was found has given up. */
  function takeNext(): (() => void) | undefined {
    const group = nextGroup();
    if (!group) return undefined;
    const [start] = group.waiting;
    if (start) group.waiting.delete(start);
    if (group.waiting.size > 0) served.push(group);
    else groups.delete(group.key);
    return start;
  }

  function nextGroup(): Group | undefined {
    for (const _ of sources) {
      const group = sources[nextSource]?.();
      nextSource = (nextSource + 1) % sources.length;
      if (group) return group;
    }
    return undefined;
  }

  return {
    enter(key, start) {
      if (room > 0 && groups.size === 0) {
        begin(start);
        return () => undefined;
      }
      let group = groups.get(key);
      if (!group) {
        groups.set(key, (group = { key, waiting: new Set() }));
        newcomers.push(group);
      }
      const { waiting } = group;
      waiting.add(start);
      return () => void waiting.delete(start);
    },
  };
}
