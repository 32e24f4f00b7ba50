/**
 * API keys: making them and recognising them. A token is random, so its SHA-256 is all that has to be
 * kept, and a look-up by hash leaks nothing by its timing.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { newUuid } from '../domain/ids.ts';
import type { Role, Viewer } from './viewer.ts';

const TOKEN_PREFIX = 'dhk_';
/** How long a look-up is remembered; the longest time a revoked key goes on working. */
const CACHE_MS = 1_000;
const CACHE_LIMIT = 10_000;
/** `lastUsedAt` is kept to the minute, so that reading the API does not mean writing the table. */
const LAST_USED_SPACING_MS = 60_000;

export interface NewApiKey {
  readonly tenantId: string;
  readonly role: Role;
  readonly name: string;
  readonly companyId?: string | undefined;
  readonly fulfillmentCenterId?: string | undefined;
  /** Given by an operator instead of generated; at least 16 characters. */
  readonly token?: string | undefined;
}

export interface ApiKeys {
  /** Makes a key (and its tenant when new) and returns the token, which is not kept. */
  create(key: NewApiKey): Promise<{ token: string; keyId: string; created: boolean }>;
  /** Whether any key exists, of any tenant. */
  exist(): Promise<boolean>;
  /** The viewer behind a token; `undefined` when it is unknown, revoked or expired. */
  authenticate(token: string): Promise<Viewer | undefined>;
}

interface KeyRow {
  id: string;
  name: string;
  tenant_id: string;
  company_id: string | null;
  fulfillment_center_id: string | null;
  role: Role;
  expires_at: Date | null;
  last_used_at: Date | null;
}

export function createApiKeys(database: Database): ApiKeys {
  const cache = new Map<string, { viewer: Viewer | undefined; until: number }>();

  async function lookUp(hash: Buffer): Promise<Viewer | undefined> {
    const [row] = await database.system.query<KeyRow>(
      {
        name: 'api-key-by-hash',
        text: `select id, name, tenant_id, company_id, fulfillment_center_id, role, expires_at, last_used_at
               from dockhook.api_key
               where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
      },
      [hash],
    );
    if (row === undefined) return undefined;
    if (Date.now() - (row.last_used_at?.getTime() ?? 0) > LAST_USED_SPACING_MS) {
      await database.system.query(`update dockhook.api_key set last_used_at = now() where id = $1`, [row.id]);
    }
    return {
      keyId: row.id,
      name: row.name,
      tenantId: row.tenant_id,
      companyId: row.company_id,
      fulfillmentCenterId: row.fulfillment_center_id,
      role: row.role,
      expiresAt: row.expires_at,
    };
  }

  return {
    async create(key) {
      const token = key.token ?? TOKEN_PREFIX + randomBytes(32).toString('base64url');
      const id = newUuid();
      const created = await database.systemTransaction(async (sql) => {
        await sql.query(`insert into dockhook.tenant (id) values ($1) on conflict do nothing`, [key.tenantId]);
        return sql.query<{ id: string }>(
          `insert into dockhook.api_key (id, tenant_id, name, prefix, token_hash, role, company_id, fulfillment_center_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (token_hash) do nothing returning id`,
          [
            id,
            key.tenantId,
            key.name,
            token.slice(0, 8),
            hashOf(token),
            key.role,
            key.companyId ?? null,
            key.fulfillmentCenterId ?? null,
          ],
        );
      });
      return { token, keyId: created[0]?.id ?? id, created: created.length > 0 };
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
      if (known !== undefined && known.until > Date.now()) return known.viewer;
      const viewer = await lookUp(hash);
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(cacheKey, { viewer, until: Date.now() + CACHE_MS });
      return viewer;
    },
  };
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
