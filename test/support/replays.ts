/** Starting replays and waiting for them, in one call each. */
import { expect } from 'vitest';
import {
  ReplayDocument,
  type ReplayQuery,
  StartReplayDocument,
  type StartReplayInput,
  type StartReplayMutation,
} from '../../src/web/gql/graphql.ts';
import type { Receiver } from './receiver.ts';
import { createWebhook, deliveriesOf, publishMany, type CreatedWebhook, type Delivery } from './clients.ts';
import type { ExecuteOptions, TestApp } from './test-app.ts';

export type StartedReplay = NonNullable<StartReplayMutation['startReplay']>;
export type Replay = NonNullable<ReplayQuery['replay']>;

/** The last hour and the next: everything that a test publishes. */
export const lately = () => ({
  from: new Date(Date.now() - 3_600_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
});

/** Starts a replay over the last hour, or what is given; with the problems when it is refused. */
export async function startReplay(
  app: TestApp,
  webhookId: string,
  input: Partial<StartReplayInput> = {},
  options?: ExecuteOptions,
): Promise<StartedReplay> {
  const whole = { webhooks: [{ id: webhookId }], receivedAt: lately(), ...input };
  return (await app.execute(StartReplayDocument, { input: whole }, options)).startReplay as StartedReplay;
}

/** The id of a replay that was started; throws when it was refused. */
export function idOf({ replay, errors }: StartedReplay): string {
  if (replay == null) throw new Error(JSON.stringify(errors));
  return replay.id;
}

export async function readReplay(app: TestApp, id: string, options?: ExecuteOptions): Promise<Replay | null> {
  return (await app.execute(ReplayDocument, { id }, options)).replay ?? null;
}

/** The replay when it looks like this. */
export async function replayWhen(app: TestApp, id: string, expected: Partial<Replay>): Promise<Replay> {
  await expect.poll(() => readReplay(app, id)).toMatchObject(expected);
  return (await readReplay(app, id)) as Replay;
}

/** A webhook that tries once, and a receiver that is told what to say. */
export const createImpatient = (app: TestApp, receiver: Receiver, name = 'Impatient'): Promise<CreatedWebhook> =>
  createWebhook(app, receiver, { name, retryPolicy: { maxAttempts: 1 } });

/** Publishes so many picks, and waits until each delivery of theirs has this status. */
export async function publishInto(app: TestApp, count: number, status: string): Promise<string[]> {
  const ids = await publishMany(
    app,
    Array.from({ length: count }, () => ({})),
  );
  for (const id of ids) {
    await expect.poll(async () => (await deliveriesOf(app, id)).map((delivery) => delivery.status)).toEqual([status]);
  }
  return ids;
}

/** What replays made of an event. */
export const replaysOf = async (app: TestApp, eventId: string): Promise<Delivery[]> =>
  (await deliveriesOf(app, eventId)).filter(({ trigger }) => trigger === 'REPLAY');
