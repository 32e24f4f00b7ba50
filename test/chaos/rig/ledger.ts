/**
 * What the publisher of one fault was told. It behaves as producers should: one idempotency key per event, and the same
 * call again until it is answered. What it was promised is compared with the oracle and the database afterwards.
 */
import type { GraphqlClient } from '../../support/graphql-client.ts';
import { PublishEventDocument } from '../../../src/web/gql/graphql.ts';

export interface Publication {
  readonly key: string;
  /** Of every answer that accepted it: all must be equal. */
  readonly eventIds: Set<string>;
  /** Codes of answers and errors that did not. */
  readonly refusals: string[];
  /** Longest wait for one answer. */
  slowestMs: number;
  /** Longest wait for an answer that did not accept it. */
  slowestRefusalMs: number;
}

export interface Ledger {
  /** Whose deliveries these are: every fault publishes for a company of its own. */
  readonly companyId: string;
  readonly publications: readonly Publication[];
  /** Publishes one event; resolves when it is accepted, rejects when it was not within two minutes. */
  publish(): Promise<Publication>;
  /** Publishes so many, a few at a time. */
  publishMany(count: number, atOnce?: number): Promise<void>;
  /** Publishes at a pace until the returned function is called, which resolves when all are accepted. */
  load(perSecond: number): () => Promise<void>;
}

export interface LedgerOptions {
  readonly companyId: string;
  readonly client: GraphqlClient;
  readonly token: string;
  /** The payload, as JSON text. */
  readonly text: string;
  /** Asked before each try, e.g. to wait for a ready process. */
  readonly beforeTry?: () => Promise<void>;
}

const GIVE_UP_MS = 120_000;
const REPEAT_MS = 250;

export function createLedger({ companyId, client, token, text, beforeTry }: LedgerOptions): Ledger {
  const publications: Publication[] = [];

  async function publish(): Promise<Publication> {
    const key = `${companyId}-${publications.length + 1}`;
    const publication: Publication = { key, eventIds: new Set(), refusals: [], slowestMs: 0, slowestRefusalMs: 0 };
    publications.push(publication);
    const input = { type: 'pick.confirmed', payload: { text }, idempotencyKey: key };
    const startMs = performance.now();
    while (performance.now() - startMs < GIVE_UP_MS) {
      await beforeTry?.();
      const triedMs = performance.now();
      const refusal = await tryOnce(input, publication);
      const tookMs = performance.now() - triedMs;
      publication.slowestMs = Math.max(publication.slowestMs, tookMs);
      if (refusal === undefined) return publication;
      publication.slowestRefusalMs = Math.max(publication.slowestRefusalMs, tookMs);
      publication.refusals.push(refusal);
      await new Promise((resolve) => setTimeout(resolve, REPEAT_MS));
    }
    throw new Error(
      `${key} was not accepted within ${GIVE_UP_MS / 1000} s: ${[...new Set(publication.refusals)].join(', ')}`,
    );
  }

  /** @returns why it was not accepted */
  async function tryOnce(
    input: { type: string; payload: { text: string }; idempotencyKey: string },
    { eventIds }: Publication,
  ): Promise<string | undefined> {
    try {
      const { data, errors } = await client.send(PublishEventDocument, { input }, token);
      const accepted = data?.publishEvent?.event;
      if (accepted != null) eventIds.add(accepted.id);
      if (accepted != null) return undefined;
      return String(errors[0]?.extensions?.['code'] ?? data?.publishEvent?.errors[0]?.code ?? 'NO_ANSWER');
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : 'CONNECTION';
    }
  }

  return {
    companyId,
    publications,
    publish,
    async publishMany(count, atOnce = 8) {
      let left = count;
      const worker = async (): Promise<void> => {
        while (left-- > 0) await publish();
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
    },
    load(perSecond) {
      const pending: Promise<unknown>[] = [];
      const timer = setInterval(() => {
        const published = publish();
        published.catch(() => {}); // awaited below
        pending.push(published);
      }, 1_000 / perSecond);
      return async () => {
        clearInterval(timer);
        await Promise.all(pending);
      };
    },
  };
}
