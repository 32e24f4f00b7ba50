/**
 * A lane per webhook: at most so many attempts in flight and so many begun per second, the rest waits in
 * order. A lane holds only what it will have worked off soon, so that receivers that hang cannot fill the
 * dispatcher's slots: what is more is handed back to be parked.
 */
import { recoveryRate } from '../domain/circuit.ts';
import { SLOW_MS } from './slots.ts';

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
  /**
   * Starts the work now or when its lane has room; false when the lane has as much as it can work off soon.
   * @param isBack it was taken out of the lane a moment ago, and goes in again in any case
   */
  add(webhookId: string, settings: LaneSettings, work: Work, isBack?: boolean): boolean;
  /** How much more a webhook's lane would take now. */
  roomOf(webhookId: string): number;
  /** Work in flight or waiting in a webhook's lane. */
  sizeOf(webhookId: string): number;
  /**
   * Takes back what waits in lanes that stand still or are slow, as far as they would not take it now; forgets lanes in
   * which nothing has happened for a minute.
   * @param kept work that each may keep waiting all the same
   */
  shed(kept: number): Work[];
  /** Webhooks for which work waits. */
  waiting(): string[];
  /** Webhooks whose lanes are full, whether something waits or not. */
  full(): string[];
  /** The webhook is like this now: there may be more room. */
  adjust(webhookId: string, settings: LaneSettings): void;
  /** Takes back what waits for a webhook, in order. */
  take(webhookId: string): Work[];
  /** What has not started, of all webhooks. */
  queued(): Work[];
  /** Takes back what has not started and is not wanted any more. */
  remove(isUnwanted: (work: Work) => boolean): Work[];
  /** Takes back everything that has not started. */
  clear(): Work[];
}

export interface LaneOptions<Work> {
  /**
   * Does the work and tells whether it went well; must not reject.
   * @param isSlow whether the last work of this lane took long
   */
  readonly run: (work: Work, isSlow: boolean) => Promise<boolean>;
  /** Called when a lane has room for more. */
  readonly onRoom: (webhookId: string) => void;
  /** Slots that are free now. */
  readonly freeSlots: () => number;
  /** Workers among whom a limit per second is divided; default 1. */
  readonly workerCount?: () => number;
}

/** Time over which a lane's pace is taken, in milliseconds. */
const PACE_MS = 500;
/** Settings are this old at most when they arrive: what seems to have begun later than this has begun anew. */
const LOADING_MS = 1_000;
/** Timers come late: a lane that recovers makes up for so much, or hundreds per second would stay out of reach. */
const CATCH_UP_MS = 20;
/** A lane whose work takes longer gets the next when one has ended, and nothing waits in it. */
const WAIT_MS = 1_000;
/** A lane with a limit per second holds what it may begin in this time: a little more than the releaser takes to come by. */
const RATE_AHEAD_MS = 1_500;
/** A lane may take this share of what is left: however many are slow, something is left for another. */
const SHARE = 1 / 4;
/** What a webhook gets of which nothing is known yet. */
const FIRST_ROOM = 10;
/** Attempts in flight in all lanes; every lane may have one. */
const IN_FLIGHT_LIMIT = 4_000;
const FORGET_MS = 60_000; // not before `recovery.forMs`

interface Lane<Work> {
  readonly queue: Work[];
  settings: LaneSettings;
  running: number;
  limit: number;
  /** When deliveries began to come back; -Infinity: not lately. */
  recoveringSinceMs: number;
  /** When work last began, as far as the limit per second counts it: from here the next is due, by the rate as it then is. */
  begunMs: number;
  timer: { readonly atMs: number; readonly timeout: NodeJS.Timeout } | undefined;
  /** Start of the present pace period, work finished in it and in the one before. */
  periodMs: number;
  finished: number;
  finishedBefore: number;
  /** How long the work took that finished last; 0: none has yet. */
  tookMs: number;
  /** When work last began or finished. */
  movedMs: number;
}

export function createWebhookLanes<Work>(options: LaneOptions<Work>): WebhookLanes<Work> {
  const { run, onRoom, freeSlots, workerCount = () => 1 } = options;
  const lanes = new Map<string, Lane<Work>>();
  let inFlight = 0;

  function laneOf(webhookId: string, settings: LaneSettings): Lane<Work> {
    let lane = lanes.get(webhookId);
    if (lane === undefined) {
      lane = {
        queue: [],
        settings,
        running: 0,
        limit: settings.maxConcurrent,
        recoveringSinceMs: -Infinity,
        begunMs: -Infinity,
        timer: undefined,
        periodMs: performance.now(),
        finished: 0,
        finishedBefore: 0,
        tookMs: 0,
        movedMs: performance.now(),
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
    while (lane.queue.length > 0 && lane.running < concurrency(lane)) {
      const now = performance.now();
      const dueMs = nextStartMs(lane, now);
      if (now < dueMs) return wakeAt(dueMs, webhookId, lane);
      // One that recovers: its rate grows.
      const earliestMs = rateOf(lane, now) < (lane.settings.maxPerSecond ?? Infinity) ? now - CATCH_UP_MS : now;
      lane.begunMs = Math.max(earliestMs, dueMs);
      start(webhookId, lane, lane.queue.shift() as Work);
    }
  }

  function wakeAt(atMs: number, webhookId: string, lane: Lane<Work>): void {
    // Too early does no harm: it looks again. Too late would, when the limit was raised or lifted meanwhile.
    if (lane.timer !== undefined && lane.timer.atMs <= atMs) return;
    clearTimeout(lane.timer?.timeout);
    const wake = (): void => {
      lane.timer = undefined;
      pump(webhookId, lane);
    };
    lane.timer = { atMs, timeout: setTimeout(wake, Math.max(0, atMs - performance.now())) };
  }

  function start(webhookId: string, lane: Lane<Work>, work: Work): void {
    const startMs = performance.now();
    lane.running += 1;
    inFlight += 1;
    lane.movedMs = startMs;
    void run(work, lane.tookMs > SLOW_MS).then((wentWell) => {
      lane.running -= 1;
      inFlight -= 1;
      const now = performance.now();
      turnPeriod(lane, now);
      lane.finished += 1;
      lane.tookMs = now - startMs;
      lane.movedMs = now;
      if (wentWell && lane.limit < lane.settings.maxConcurrent) lane.limit += 1;
      pump(webhookId, lane);
      if (lane.queue.length < lane.limit) onRoom(webhookId);
    });
  }

  /** Attempts that all workers may begin per second. */
  const rateOf = ({ settings, recoveringSinceMs }: Lane<Work>, now: number): number =>
    Math.min(settings.maxPerSecond ?? Infinity, recoveryRate(now - recoveringSinceMs));

  /** When a lane may begin something again; in the past when it may at once. */
  const nextStartMs = (lane: Lane<Work>, now: number): number =>
    lane.begunMs + (1_000 * workerCount()) / rateOf(lane, now);

  /** Attempts that may be in flight in a lane now. One that is known to be fast has nothing to do with the limit of all. */
  function concurrency({ limit, tookMs }: Lane<Work>): number {
    if (tookMs > 0 && tookMs <= SLOW_MS) return limit;
    return Math.min(limit, Math.max(1, Math.floor((IN_FLIGHT_LIMIT - inFlight) * SHARE)));
  }

  /** What may be in flight and wait in a lane, together. */
  function capacity(lane: Lane<Work>): number {
    const now = performance.now();
    turnPeriod(lane, now);
    const atOnce = concurrency(lane);
    const standsStill = lane.running >= atOnce && now - lane.movedMs > SLOW_MS;
    const pace = standsStill || lane.tookMs > WAIT_MS ? 0 : Math.max(lane.finished, lane.finishedBefore);
    const isSlow = standsStill || lane.tookMs > SLOW_MS;
    const most = Math.max(atOnce + pace, isSlow ? 0 : Math.floor(freeSlots() * SHARE));
    const perSecond = rateOf(lane, now);
    if (perSecond === Infinity) return most;
    const aheadMs = now + RATE_AHEAD_MS - Math.max(now, nextStartMs(lane, now));
    const ahead = Math.ceil((aheadMs * perSecond) / (1_000 * workerCount()));
    return Math.min(most, lane.running + Math.max(0, ahead));
  }

  const room = (lane: Lane<Work>): number => Math.max(0, capacity(lane) - lane.running - lane.queue.length);

  return {
    add(webhookId, settings, work, isBack = false) {
      const lane = laneOf(webhookId, settings);
      if (!isBack && room(lane) === 0) return false;
      lane.queue.push(work);
      pump(webhookId, lane);
      return true;
    },
    roomOf(webhookId) {
      const lane = lanes.get(webhookId);
      return lane === undefined ? FIRST_ROOM : room(lane);
    },
    sizeOf(webhookId) {
      const lane = lanes.get(webhookId);
      return lane === undefined ? 0 : lane.running + lane.queue.length;
    },
    shed(kept) {
      const now = performance.now();
      return [...lanes].flatMap(([webhookId, lane]) => {
        if (lane.queue.length === 0) {
          const isOld = Math.max(lane.movedMs, nextStartMs(lane, now), lane.recoveringSinceMs) < now - FORGET_MS;
          if (isOld && lane.running === 0) {
            clearTimeout(lane.timer?.timeout);
            lanes.delete(webhookId);
          }
          return [];
        }
        const isFast = lane.tookMs <= SLOW_MS && now - lane.movedMs <= SLOW_MS;
        return isFast ? [] : lane.queue.splice(Math.max(kept, capacity(lane) - lane.running));
      });
    },
    waiting: () => [...lanes].flatMap(([webhookId, lane]) => (lane.queue.length > 0 ? [webhookId] : [])),
    full: () => [...lanes].flatMap(([webhookId, lane]) => (room(lane) === 0 ? [webhookId] : [])),
    adjust(webhookId, settings) {
      if (!lanes.has(webhookId)) return;
      const lane = laneOf(webhookId, settings);
      pump(webhookId, lane);
      if (room(lane) > 0) onRoom(webhookId);
    },
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
        clearTimeout(lane.timer?.timeout);
        return lane.queue.splice(0);
      });
    },
  };
}

function turnPeriod<Work>(lane: Lane<Work>, now: number): void {
  const elapsed = now - lane.periodMs;
  if (elapsed < PACE_MS) return;
  lane.finishedBefore = elapsed < 2 * PACE_MS ? lane.finished : 0;
  lane.finished = 0;
  lane.periodMs += Math.floor(elapsed / PACE_MS) * PACE_MS;
}
