/**
 * A lane per webhook: at most so many attempts in flight, the rest waits in order. Keeps one slow receiver
 * from taking every slot of the dispatcher.
 */

export interface WebhookLanes<Work> {
  /** Starts the work now or when its webhook has room. */
  add(webhookId: string, work: Work): void;
  /** Work that waits for room, over all webhooks. */
  readonly waiting: number;
  /** Takes back everything that has not started. */
  clear(): Work[];
}

/**
 * @param limit attempts in flight per webhook
 * @param run does the work; must not reject
 */
export function createWebhookLanes<Work>(limit: number, run: (work: Work) => Promise<void>): WebhookLanes<Work> {
  const lanes = new Map<string, { running: number; queue: Work[] }>();
  let waiting = 0;

  function start(webhookId: string, lane: { running: number; queue: Work[] }, work: Work): void {
    lane.running += 1;
    void run(work).finally(() => {
      lane.running -= 1;
      const next = lane.queue.shift();
      if (next !== undefined) {
        waiting -= 1;
        start(webhookId, lane, next);
      } else if (lane.running === 0) {
        lanes.delete(webhookId);
      }
    });
  }

  return {
    add(webhookId, work) {
      let lane = lanes.get(webhookId);
      if (lane === undefined) {
        lane = { running: 0, queue: [] };
        lanes.set(webhookId, lane);
      }
      if (lane.running < limit) {
        start(webhookId, lane, work);
      } else {
        lane.queue.push(work);
        waiting += 1;
      }
    },
    get waiting() {
      return waiting;
    },
    clear() {
      const taken = [...lanes.values()].flatMap((lane) => lane.queue.splice(0));
      waiting = 0;
      return taken;
    },
  };
}
