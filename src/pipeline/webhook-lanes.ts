/**
 * A lane per webhook: at most so many attempts in flight and so many begun per second, the rest waits in
 * order. A lane holds only what it will have worked off soon, so that a receiver that hangs cannot fill the
 * dispatcher's slots: what is more is handed back to be parked.
 */
import { recovery, recoveryRate } from '../domain/circuit.ts';

export interface LaneSettings {
  /** Attempts in flight at once. */
  readonly maxConcurrent: number;
  /** Attempts begun per second, by all workers together; `null`: no limit. */
  readonly maxPerSecond: number | null;
  /**
   * Milliseconds since deliveries began to come back after they had to wait: then it begins with one attempt at a time
   * and one more after each success, and with few per second (`recoveryRate`). `null`: no such care.
   */
  readonly recoveringForMs: number | null;
}

export interface WebhookLanes<Work> {
  /** Starts the work now or when its lane has room; false when the lane has as much as it can work off soon. */
  add(webhookId: string, settings: LaneSettings, work: Work): boolean;
  /** Work in flight or waiting in a webhook's lane. */
  sizeOf(webhookId: string): number;
  /** Takes back what waits in lanes that have come to a halt. */
  shed(): Work[];
  /** Webhooks for which work waits. */
  waiting(): string[];
  /** Takes back what waits for a webhook, in order. */
  take(webhookId: string): Work[];
  /** What has not started, of all webhooks. */
  queued(): Work[];
  /** Takes back what has not started and is not wanted any more. */
  remove(isUnwanted: (work: Work) => boolean): Work[];
  /** Takes back everything that has not started. */
  clear(): Work[];
}

/** Work that may wait in a lane whatever its pace. */
const LEAST_WAITING = 10;
/** Work that may wait in a lane whose pace is not known yet. */
const FIRST_WAITING = 200;
/** Time over which a lane's pace is taken, in milliseconds. */
const PACE_MS = 1_000;
/** Settings are this old at most when they arrive: what seems to have begun later than this has begun anew. */
const LOADING_MS = 1_000;
/** Timers come late: a lane that recovers makes up for so much, or hundreds per second would stay out of reach. */
const CATCH_UP_MS = 20;

interface Lane<Work> {
  readonly queue: Work[];
  settings: LaneSettings;
  running: number;
  limit: number;
  /** When deliveries began to come back; -Infinity: not lately. */
  recoveringSinceMs: number;
  nextStartMs: number;
  timer: NodeJS.Timeout | undefined;
  /** Start of the present pace period, work finished in it and in the one before. */
  periodMs: number;
  finished: number;
  finishedBefore: number | undefined;
}

/**
 * @param run does the work and tells whether it went well; must not reject
 * @param onRoom called when a lane has worked off most of what it had
 * @param workerCount workers among whom a limit per second is divided
 */
export function createWebhookLanes<Work>(
  run: (work: Work) => Promise<boolean>,
  onRoom: (webhookId: string) => void,
  workerCount: () => number = () => 1,
): WebhookLanes<Work> {
  const lanes = new Map<string, Lane<Work>>();

  function laneOf(webhookId: string, settings: LaneSettings): Lane<Work> {
    let lane = lanes.get(webhookId);
    if (lane === undefined) {
      lane = {
        queue: [],
        settings,
        running: 0,
        limit: settings.maxConcurrent,
        recoveringSinceMs: -Infinity,
        nextStartMs: 0,
        timer: undefined,
        periodMs: performance.now(),
        finished: 0,
        finishedBefore: undefined,
      };
      lanes.set(webhookId, lane);
    }
    const recoveringSinceMs = performance.now() - (settings.recoveringForMs ?? Infinity);
    if (settings.recoveringForMs === null) lane.limit = settings.maxConcurrent;
    else if (recoveringSinceMs > lane.recoveringSinceMs + LOADING_MS) lane.limit = 1;
    lane.recoveringSinceMs = recoveringSinceMs;
    lane.settings = settings;
    return lane;
  }

  function pump(webhookId: string, lane: Lane<Work>): void {
    while (lane.running < lane.limit && lane.queue.length > 0 && lane.timer === undefined) {
      const now = performance.now();
      const own = lane.settings.maxPerSecond ?? Infinity;
      const recovering = recoveryRate(now - lane.recoveringSinceMs);
      const perSecond = Math.min(own, recovering);
      if (perSecond !== Infinity) {
        if (now < lane.nextStartMs) {
          lane.timer = setTimeout(() => {
            lane.timer = undefined;
            pump(webhookId, lane);
          }, lane.nextStartMs - now);
          return;
        }
        const earliestMs = recovering < own ? now - CATCH_UP_MS : now;
        lane.nextStartMs = Math.max(earliestMs, lane.nextStartMs) + (1_000 * workerCount()) / perSecond;
      }
      start(webhookId, lane, lane.queue.shift() as Work);
    }
  }

  function start(webhookId: string, lane: Lane<Work>, work: Work): void {
    lane.running += 1;
    void run(work).then((wentWell) => {
      lane.running -= 1;
      turnPeriod(lane);
      lane.finished += 1;
      if (wentWell && lane.limit < lane.settings.maxConcurrent) lane.limit += 1;
      pump(webhookId, lane);
      if (lane.queue.length < lane.limit) onRoom(webhookId);
      const isPaced =
        lane.settings.maxPerSecond !== null || performance.now() - lane.recoveringSinceMs < recovery.forMs;
      if (lane.running === 0 && lane.queue.length === 0 && !isPaced) lanes.delete(webhookId);
    });
  }

  return {
    add(webhookId, settings, work) {
      const lane = laneOf(webhookId, settings);
      if (lane.queue.length >= allowance(lane)) return false;
      lane.queue.push(work);
      pump(webhookId, lane);
      return true;
    },
    sizeOf(webhookId) {
      const lane = lanes.get(webhookId);
      return lane === undefined ? 0 : lane.running + lane.queue.length;
    },
    shed() {
      return [...lanes.values()].flatMap((lane) => lane.queue.splice(allowance(lane)));
    },
    waiting: () => [...lanes].flatMap(([webhookId, lane]) => (lane.queue.length > 0 ? [webhookId] : [])),
    take: (webhookId) => lanes.get(webhookId)?.queue.splice(0) ?? [],
    queued: () => [...lanes.values()].flatMap((lane) => lane.queue),
    remove(isUnwanted) {
      return [...lanes.values()].flatMap((lane) => {
        const removed = lane.queue.filter(isUnwanted);
        if (removed.length > 0) lane.queue.splice(0, Infinity, ...lane.queue.filter((work) => !isUnwanted(work)));
        return removed;
      });
    },
    clear() {
      return [...lanes.values()].flatMap((lane) => {
        clearTimeout(lane.timer);
        return lane.queue.splice(0);
      });
    },
  };
}

/** What a lane will have worked off within about a second, by its pace of the last one. */
function allowance<Work>(lane: Lane<Work>): number {
  turnPeriod(lane);
  if (lane.finishedBefore === undefined) return FIRST_WAITING;
  return Math.max(LEAST_WAITING, lane.finished, lane.finishedBefore);
}

function turnPeriod<Work>(lane: Lane<Work>): void {
  const elapsed = performance.now() - lane.periodMs;
  if (elapsed < PACE_MS) return;
  lane.finishedBefore = elapsed < 2 * PACE_MS ? lane.finished : 0;
  lane.finished = 0;
  lane.periodMs += Math.floor(elapsed / PACE_MS) * PACE_MS;
}
