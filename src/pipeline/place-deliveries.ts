/**
 * Puts each delivery where it belongs, when it comes out of the queue and whenever its webhook changes while it waits:
 * into its webhook's lane, aside (held, or parked because there is no room), to its end, or nowhere because somebody
 * else has seen to it.
 */
import type { TicketEntry } from '../database/delivery-queue.ts';
import { chooseWay } from './choose-way.ts';
import type { HoldReason } from './hold-deliveries.ts';
import type { InHand } from './in-hand.ts';
import type { AttemptResult } from './insert-outcomes.ts';
import type { TargetWebhook } from './load-targets.ts';
import type { DeliveryRecord, Recorder } from './record.ts';
import type { Releaser } from './release-held.ts';
import { needsLook } from './resume-tickets.ts';
import { newSeat } from './slots.ts';
import { hasLapsed, type OpenTicket } from './ticket-lease.ts';
import type { WebhookLanes } from './webhook-lanes.ts';
import type { Known, Work } from './work-in-hand.ts';

export interface PlacerOptions {
  readonly hand: InHand;
  readonly lanes: WebhookLanes<Work>;
  readonly recorder: Pick<Recorder, 'record'>;
  readonly releaser: Pick<Releaser, 'arrived' | 'expect' | 'release'>;
  readonly isRunning: () => boolean;
}

export interface Placer {
  /** Places a delivery that came out of the queue. */
  place(ticket: OpenTicket, entry: TicketEntry, known: Known): void;
  /**
   * Places a delivery anew.
   * @param webhook as it is now; `undefined`: it was deleted
   * @param isBack it was taken out of its lane a moment ago, and goes in again in any case
   */
  placeAgain(work: Work, webhook: TargetWebhook | undefined, isBack: boolean): void;
  /** Puts a delivery aside until there is room for it, here or at another worker. */
  park(work: Work): void;
  /** Stores what came of an attempt. */
  storeResult(work: Work, result: AttemptResult): void;
  /** Takes what could not be placed because the worker stops. */
  takeLate(): Work[];
}

export function createPlacer({ hand, lanes, recorder, releaser, isRunning }: PlacerOptions): Placer {
  /** Came too late, while the worker stops. */
  const late: Work[] = [];

  function place(ticket: OpenTicket, entry: TicketEntry, { events, webhooks, resumed, unwanted }: Known): void {
    releaser.arrived(entry.webhookId);
    const state = resumed.get(entry);
    if (unwanted.has(entry.deliveryId) || (state === undefined && needsLook(entry, ticket.ticket)))
      return hand.settle(ticket);

    const event = events.found.get(entry.eventId);
    const isLeftOut = event === undefined && events.leftOut.has(entry.eventId);
    const way = chooseWay(webhooks.get(entry.webhookId), ticket.ticket.isProbe);
    if (way.kind === 'cancel' || (event === undefined && !isLeftOut)) {
      return store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId });
    }
    const { attemptNumber = entry.attemptNumber, abortedCount = 0 } = state ?? {};
    const own = { ...entry, attemptNumber };
    if (way.kind === 'hold') return store(ticket, holdOf(ticket, own, way.tenantId, way.reason));
    const { webhook } = way;
    if (event === undefined || !hand.bodies.take(webhook.id, event.body.length)) {
      return store(ticket, holdOf(ticket, own, webhook.tenantId, 'PARKED'));
    }
    const request = { deliveryId: entry.deliveryId, number: attemptNumber, event, abortedCount, webhook };
    enter({ open: ticket, entry: own, request, seat: newSeat() }, false);
  }

  function placeAgain(work: Work, latest: TargetWebhook | undefined, isBack: boolean): void {
    const { open: ticket, entry, request } = work;
    if (hasLapsed(ticket)) return hand.drop(work);
    const way = chooseWay(latest, ticket.ticket.isProbe);
    if (way.kind === 'cancel') store(ticket, { kind: 'cancel', deliveryId: entry.deliveryId }, work);
    else if (way.kind === 'hold') store(ticket, holdOf(ticket, entry, way.tenantId, way.reason), work);
    else enter({ ...work, request: { ...request, webhook: way.webhook } }, isBack);
  }

  function enter(work: Work, isBack: boolean): void {
    const { webhook } = work.request;
    if (!isRunning()) late.push(work);
    else if (!lanes.add(webhook.id, webhook, work, isBack)) park(work);
  }

  function park(work: Work): void {
    if (hasLapsed(work.open)) hand.drop(work);
    else store(work.open, holdOf(work.open, work.entry, work.request.webhook.tenantId, 'PARKED'), work);
  }

  function storeResult(work: Work, result: AttemptResult): void {
    // Its webhook will be disabled when that is stored: until then, nothing more begins from memory.
    if (result.attempt.exchange.response?.statusCode === 410) lanes.take(work.entry.webhookId).forEach(park);
    store(work.open, { kind: 'result', result }, work);
  }

  function store(ticket: OpenTicket, record: DeliveryRecord, work?: Work): void {
    void recorder.record(record).then(() => {
      hand.settle(ticket, work);
      if (!isRunning() || record.kind !== 'hold' || record.hold.reason !== 'PARKED') return;
      // The releaser need not find out by itself; but what had no room for its body waits until it comes by.
      const { webhookId } = record.hold.entry;
      releaser.expect(webhookId);
      if (work !== undefined && lanes.sizeOf(webhookId) === 0) releaser.release(webhookId);
    });
  }

  return { place, placeAgain, park, storeResult, takeLate: () => late.splice(0) };
}

const holdOf = (ticket: OpenTicket, entry: TicketEntry, tenantId: string, reason: HoldReason): DeliveryRecord => ({
  kind: 'hold',
  hold: { entry, tenantId, reason },
  ticket,
});
