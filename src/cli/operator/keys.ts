/**
 * `keys`: making and listing API keys without one, which is how the first key of a tenant comes to be. Who may use
 * the database may use this. (Node's parseArgs does for four commands what a library would.)
 */
import { parseArgs } from 'node:util';
import { createApiKeys } from '../../access/api-keys.ts';
import { roles, type Role } from '../../access/viewer.ts';
import { loadConfig } from '../../config.ts';
import { toPublicId } from '../../domain/ids.ts';
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
  };
  const { token, keyId } = await withDatabase(loadConfig(env), explain, (database) =>
    createApiKeys(database).create(key),
  );
  explain(`API key ${toPublicId('apiKey', keyId)} of ${key.tenantId}, role ${key.role}. It is shown only now:`);
  print(token);
  return 0;
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

function identifier(option: string, value: string): string {
  if (/^[\x21-\x7e]{1,50}$/.test(value)) return value;
  throw new UsageError(`--${option} must be 1 to 50 visible ASCII characters.`);
}

function nameOf(value: string): string {
  if (/^[^\p{Cc}\p{Cs}]{1,200}$/u.test(value)) return value;
  throw new UsageError('--name must be 1 to 200 characters, none of them a control character.');
}

function roleOf(value: string): Role {
  const role = roles.find((known) => known === value.toUpperCase());
  if (role !== undefined) return role;
  throw new UsageError(`--role must be ${roles.join(', ')}.`);
}

function missing(option: string): never {
  throw new UsageError(`--${option} is missing.`);
}
