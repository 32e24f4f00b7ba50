/**
 * `keys`: managing API keys without one, which is how the first key of a tenant comes to be. Who may use
 * the database may use this. (Node's parseArgs does for four commands what a library would.)
 */
import { parseArgs } from 'node:util';
import { createApiKeys } from '../../access/api-keys.ts';
import { isKeyName, KEY_NAME_RULE } from '../../access/check-new-key.ts';
import { createManageApiKeys, type KeyManager } from '../../access/manage-api-keys.ts';
import { operatorOf } from '../../access/operator.ts';
import { roles, type Role } from '../../access/viewer.ts';
import { parseInstant } from '../../domain/instant.ts';
import { loadConfig } from '../../config.ts';
import type { Database } from '../../database/database.ts';
import { isEventTypePattern } from '../../domain/event-type-pattern.ts';
import { IDENTIFIER_RULE, isIdentifier } from '../../domain/identifier.ts';
import { parsePublicId, toPublicId } from '../../domain/ids.ts';
import { wholeTenant } from '../../domain/scope.ts';
import { UsageError, type Terminal } from '../terminal.ts';
import { withDatabase } from './with-database.ts';

/** Prints the token on standard output and nothing else, so that it can be piped to where secrets are kept. */
export async function createKey(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ tenant: text, role: text, company: text, 'fulfillment-center': text, name: text },
      'personal-data': { type: 'boolean' },
      ...{ 'event-types': text, expires: text },
    },
  });
  const key = {
    tenantId: identifier('tenant', values.tenant ?? missing('tenant')),
    role: roleOf(values.role ?? missing('role')),
    companyId: values.company === undefined ? undefined : identifier('company', values.company),
    fulfillmentCenterId:
      values['fulfillment-center'] === undefined
        ? undefined
        : identifier('fulfillment-center', values['fulfillment-center']),
    name: nameOf(values.name ?? 'Made on the command line'),
    mayReadPersonalData: values['personal-data'] ?? false,
    ...limitsOf(values['event-types'], values.expires),
  };
  if (key.allowedEventTypes !== undefined && key.role !== 'PUBLISHER') {
    throw new UsageError('--event-types is for keys with the role PUBLISHER.');
  }
  const { token, keyId } = await withDatabase(loadConfig(env), explain, (database) =>
    createApiKeys(database).create(key),
  );
  explain(`API key ${toPublicId('apiKey', keyId)} of ${key.tenantId}, role ${key.role}. It is shown only now:`);
  print(token);
  return 0;
}

/** Gives a key a new token, printed on standard output; the old one works until the overlap ends. */
export async function rotateKey(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'overlap-minutes': { type: 'string' } },
    allowPositionals: true,
  });
  const minutes = values['overlap-minutes'] ?? '60';
  if (!/^\d{1,5}$/.test(minutes)) throw new UsageError('--overlap-minutes must be a whole number.');
  const id = onlyKeyId(positionals);
  const { token } = await withDatabase(loadConfig(env), explain, async (database) =>
    createManageApiKeys(database).rotate(await operatorFor(database, id), id, Number(minutes) * 60_000),
  );
  explain(`API key ${id} has a new token, shown only now. The old one works for ${minutes} minutes more.`);
  print(token);
  return 0;
}

/** Ends a key now, be it the last administrator's: an operator can make another. */
export async function revokeKey(args: readonly string[], { env, explain }: Terminal): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const id = onlyKeyId(positionals);
  await withDatabase(loadConfig(env), explain, async (database) =>
    createManageApiKeys(database).revoke(await operatorFor(database, id), id, { mayBeLastAdministrator: true }),
  );
  explain(`API key ${id} is revoked. Its live connections end within a second.`);
  return 0;
}

function onlyKeyId([id, ...more]: readonly string[]): string {
  if (id === undefined) throw new UsageError('Which key? Give its id (key_…), as keys list shows it.');
  if (more.length > 0) throw new UsageError(`What is ${more[0]} for?`);
  return id;
}

/** The operator, in the tenant of the key. */
async function operatorFor(database: Database, id: string): Promise<KeyManager> {
  const uuid = parsePublicId('apiKey', id);
  const find = `select tenant_id from dockhook.api_key where id = $1`;
  const [row] = uuid === undefined ? [] : await database.system.query<{ tenant_id: string }>(find, [uuid]);
  if (row === undefined) throw new Error(`There is no API key ${id}.`);
  return { ...wholeTenant(row.tenant_id), ...operatorOf(row.tenant_id) };
}

export async function listKeys(args: readonly string[], { env, print, explain }: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { tenant: { type: 'string' } } });
  const rows = await withDatabase(loadConfig(env), explain, (database) =>
    database.system.query<KeyRow>(
      `select id, tenant_id, company_id, fulfillment_center_id, role, name, prefix, created_at, last_used_at,
              case when revoked_at is not null then 'revoked' when expires_at <= now() then 'expired' else 'valid' end as state
       from dockhook.api_key where $1::text is null or tenant_id = $1 order by id desc`,
      [values.tenant ?? null],
    ),
  );
  for (const line of columns([HEADINGS, ...rows.map(toCells)])) print(line);
  return 0;
}

interface KeyRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly company_id: string | null;
  readonly fulfillment_center_id: string | null;
  readonly role: Role;
  readonly name: string;
  readonly prefix: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly state: string;
}

const HEADINGS = ['KEY', 'BEGINS WITH', 'TENANT', 'COMPANY', 'CENTER', 'ROLE', 'STATE', 'CREATED', 'LAST USED', 'NAME'];

const toCells = (row: KeyRow): string[] => [
  toPublicId('apiKey', row.id),
  row.prefix,
  row.tenant_id,
  row.company_id ?? 'all',
  row.fulfillment_center_id ?? 'all',
  row.role,
  row.state,
  toMinute(row.created_at),
  row.last_used_at === null ? 'never' : toMinute(row.last_used_at),
  row.name,
];

const toMinute = (instant: Date): string => `${instant.toISOString().slice(0, 16)}Z`;

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The same rules as for keys made through the API. */
function limitsOf(eventTypes: string | undefined, expires: string | undefined) {
  const allowedEventTypes = eventTypes?.split(',').map((pattern) => pattern.trim());
  if (allowedEventTypes?.every(isEventTypePattern) === false) {
    throw new UsageError('--event-types must be names or patterns such as shipment.*, comma-separated.');
  }
  const expiresAt = expires === undefined ? undefined : new Date(parseInstant(expires));
  if (expiresAt !== undefined && !(expiresAt.getTime() > Date.now())) {
    throw new UsageError('--expires must be an instant in the future with its zone, such as 2030-01-31T00:00:00Z.');
  }
  return { allowedEventTypes, expiresAt };
}

function identifier(option: string, value: string): string {
  if (isIdentifier(value)) return value;
  throw new UsageError(`--${option} ${IDENTIFIER_RULE}.`);
}

function nameOf(value: string): string {
  if (isKeyName(value)) return value;
  throw new UsageError(`--name ${KEY_NAME_RULE}.`);
}

function roleOf(value: string): Role {
  const role = roles.find((known) => known === value.toUpperCase());
  if (role !== undefined) return role;
  throw new UsageError(`--role must be ${roles.join(', ')}.`);
}

function missing(option: string): never {
  throw new UsageError(`--${option} is missing.`);
}
