/**
 * API keys: the first ones, which are made without a caller, and recognising them. A look-up by hash leaks nothing by
 * its timing. Managing them on behalf of callers is in manage-api-keys.
 */
import type { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { newUuid, toPublicId } from '../domain/ids.ts';
import { insertKey } from './insert-key.ts';
import { operatorOf } from './operator.ts';
import { hashOf, newToken } from './token.ts';
import type { Role, Viewer } from './viewer.ts';

/** How long a look-up is remembered, unless a change of a key is announced. */
const CACHE_MS = 1_000;
const CACHE_LIMIT = 10_000;
/** `lastUsedAt` is kept to the minute, so that reading the API does not mean writing the table. */
const LAST_USED_SPACING = `interval '1 minute'`;

export interface NewApiKey {
  readonly tenantId: string;
  readonly role: Role;
  readonly name: string;
  readonly companyId?: string | undefined;
  readonly fulfillmentCenterId?: string | undefined;
  readonly allowedEventTypes?: readonly string[] | undefined;
  readonly expiresAt?: Date | undefined;
  /** For VIEWER; default false. */
  readonly mayReadPersonalData?: boolean | undefined;
  /** Given by an operator instead of generated; at least 16 characters. */
  readonly token?: string | undefined;
}

export interface ApiKeys {
  /** Makes a key (and its tenant when new) on an operator's behalf and returns the token, which is not kept. */
  create(key: NewApiKey): Promise<{ token: string; keyId: string; created: boolean }>;
  /** Whether any key exists, of any tenant. */
  exist(): Promise<boolean>;
  /** The viewer behind a token; `undefined` when it is unknown, revoked or expired. */
  authenticate(token: string): Promise<Viewer | undefined>;
  /** Of these token hashes (hex) the ones that still let somebody in. */
  stillValid(tokenHashes: readonly string[]): Promise<Set<string>>;
  /** A key may have changed: look anew. */
  forget(): void;
}

interface KeyRow {
  id: string;
  name: string;
  tenant_id: string;
  company_id: string | null;
  fulfillment_center_id: string | null;
  role: Role;
  allowed_event_types: string[];
  may_read_personal_data: boolean;
  expires_at: Date | null;
  expires_in_ms: number | null;
  was_used_lately: boolean;
}

export function createApiKeys(database: Database): ApiKeys {
  const cache = new Map<string, { viewer: Viewer | undefined; untilMs: number }>();

  /** Also for how long that is good: by the database's clock, because this machine's may be wrong or jump. */
  async function lookUp(hash: Buffer): Promise<{ viewer: Viewer | undefined; forMs: number }> {
    const [row] = await database.system.query<KeyRow>({ name: 'api-key-by-hash', text: keyByHash }, [hash]);
    if (row === undefined) return { viewer: undefined, forMs: CACHE_MS };
    if (!row.was_used_lately) {
      await database.system.query(`update dockhook.api_key set last_used_at = now() where id = $1`, [row.id]);
    }
    const viewer = {
      keyId: row.id,
      actorId: toPublicId('apiKey', row.id),
      name: row.name,
      tenantId: row.tenant_id,
      companyId: row.company_id,
      fulfillmentCenterId: row.fulfillment_center_id,
      role: row.role,
      allowedEventTypes: row.allowed_event_types,
      mayReadPersonalData: row.may_read_personal_data,
      expiresAt: row.expires_at,
      tokenHash: hash.toString('hex'),
    };
    return { viewer, forMs: Math.min(CACHE_MS, row.expires_in_ms ?? CACHE_MS) };
  }

  return {
    async create(key) {
      const token = key.token ?? newToken();
      const id = newUuid();
      const created = await database.systemTransaction(async (sql) => {
        await sql.query(`insert into dockhook.tenant (id) values ($1) on conflict do nothing`, [key.tenantId]);
        if (key.token !== undefined && !(await isGivenFirst(sql, hashOf(key.token)))) return false;
        return insertKey(sql, operatorOf(key.tenantId), { ...key, id, token });
      });
      return { token, keyId: id, created };
    },

    async exist() {
      const rows = await database.system.query(`select 1 from dockhook.api_key limit 1`);
      return rows.length > 0;
    },

    async authenticate(token) {
      if (token.length < 16 || token.length > 512) return undefined;
      const hash = hashOf(token);
      const cacheKey = hash.toString('base64');
      const known = cache.get(cacheKey);
      if (known !== undefined && known.untilMs > performance.now()) return known.viewer;
      const { viewer, forMs } = await lookUp(hash);
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(cacheKey, { viewer, untilMs: performance.now() + forMs });
      return viewer;
    },

    async stillValid(tokenHashes) {
      const rows = await database.system.query<{ hash: string }>({ name: 'api-keys-valid', text: validHashes }, [
        tokenHashes.map((hash) => Buffer.from(hash, 'hex')),
      ]);
      return new Set(rows.map(({ hash }) => hash));
    },

    forget: () => cache.clear(),
  };
}

const isLive = (hash: string) => `
  (k.token_hash = ${hash} or k.previous_token_hash = ${hash}) and k.revoked_at is null
  and (k.expires_at is null or k.expires_at > now())
  and (k.token_hash = ${hash} or k.previous_token_expires_at > now())`;

const keyByHash = `
select id, name, tenant_id, company_id, fulfillment_center_id, role, allowed_event_types, may_read_personal_data,
       coalesce(last_used_at > now() - ${LAST_USED_SPACING}, false) as was_used_lately, o.expires_at,
       extract(epoch from o.expires_at - now())::float8 * 1000 as expires_in_ms
from dockhook.api_key k cross join lateral (
  select case when token_hash = $1 then k.expires_at else least(k.expires_at, previous_token_expires_at) end as expires_at) o
where ${isLive('$1')}`;

const validHashes = `
select encode(h.hash, 'hex') as hash from unnest($1::bytea[]) as h(hash)
where exists (select 1 from dockhook.api_key k where ${isLive('h.hash')})`;

/** A given token that was rotated away does not come back by a restart, however often it was rotated since. */
async function isGivenFirst(sql: Sql, hash: Buffer): Promise<boolean> {
  const text = `insert into dockhook.given_token (token_hash) values ($1) on conflict do nothing returning token_hash`;
  return (await sql.query(text, [hash])).length > 0;
}
