/** Every place of the database that holds sealed texts, and how they are read and replaced there. */
import type { StoredHeader } from './entities/webhook.ts';

/** A column with sealed texts. A row's texts are replaced together, and only while they are what was read. */
export interface SealedPlace {
  /** As people are told of it, in the plural. */
  readonly name: string;
  /** Rows with sealed texts after an id ($1), at most $2, by id: `id`, `owner` (what they are bound to) and `value`. */
  readonly page: string;
  /** Sets $3 where `id` is $1 and the value is still $2; returns the row that it changed. */
  readonly replace: string;
  /** The sealed texts of a value. */
  sealed(value: unknown): string[];
  /** A value as a parameter, its sealed texts replaced one by one. */
  withSealed(value: unknown, sealed: readonly string[]): unknown;
}

const signingSecrets: SealedPlace = {
  name: 'signing secrets',
  page: `select id, webhook_id as owner, secret as value from dockhook.signing_secret
         where id > $1 and secret <> '' order by id limit $2`,
  replace: `update dockhook.signing_secret set secret = $3 where id = $1 and secret = $2 returning id`,
  sealed: (value) => [value as string],
  withSealed: (_value, [sealed]) => sealed,
};

const sensitiveHeaders: SealedPlace = {
  name: 'sensitive header values',
  page: `select id, id as owner, headers as value from dockhook.webhook
         where id > $1 and headers @> '[{"isSensitive": true}]' order by id limit $2`,
  // Neither revision nor updated_at: nothing changes that anybody can see.
  replace: `update dockhook.webhook set headers = $3::jsonb where id = $1 and headers = $2::jsonb returning id`,
  sealed: (value) => (value as StoredHeader[]).filter((header) => header.isSensitive).map((header) => header.value),
  withSealed(value, sealed) {
    const fresh = [...sealed];
    const headers = (value as StoredHeader[]).map((header) =>
      header.isSensitive ? { ...header, value: fresh.shift() } : header,
    );
    return JSON.stringify(headers);
  },
};

/** What `createWebhook` was called with, so that a repetition is known: sealed, since it covers header values. */
const creationKeys: SealedPlace = {
  name: 'idempotency keys of created webhooks',
  page: `select result_id as id, result_id as owner, request_hash as value from dockhook.repeatable_request
         where operation = 'createWebhook' and result_id > $1 order by result_id limit $2`,
  replace: `update dockhook.repeatable_request set request_hash = $3
            where operation = 'createWebhook' and result_id = $1 and request_hash = $2 returning result_id`,
  sealed: (value) => [(value as Buffer).toString()],
  withSealed: (_value, [sealed = '']) => Buffer.from(sealed),
};

export const sealedPlaces: readonly SealedPlace[] = [signingSecrets, sensitiveHeaders, creationKeys];
