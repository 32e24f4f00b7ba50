import { Migration } from '@mikro-orm/migrations';

/** What managing webhooks needs: ed25519 secrets, notes, orders to page in, and where an attempt spent its time. */
export class ManagingWebhooks extends Migration {
  override up(): void {
    this.addSql(secrets);
    this.addSql(webhooks);
    this.addSql(timings);
  }
}

const secrets = `
create type dockhook.signing_algorithm as enum ('HMAC_SHA256', 'ED25519');
alter table dockhook.signing_secret
  add column algorithm dockhook.signing_algorithm not null default 'HMAC_SHA256',
  add column public_key text;
comment on column dockhook.signing_secret.public_key is 'whpk_…, of an ed25519 secret only';
`;

/** Milliseconds, as JavaScript and cursors have them: a finer instant would make a keyset page repeat a row. */
const webhooks = `
alter table dockhook.webhook
  add column status_note text,
  alter column created_at type timestamptz(3),
  alter column updated_at type timestamptz(3);
create index webhook_by_creation on dockhook.webhook (tenant_id, created_at, id) where deleted_at is null;
create index webhook_by_change on dockhook.webhook (tenant_id, updated_at, id) where deleted_at is null;
create index webhook_by_name on dockhook.webhook (tenant_id, name, id) where deleted_at is null;
grant update on dockhook.webhook_circuit to dockhook_tenant;
`;

/** Null when a connection was reused, and then free: the row has nulls, and so a bitmap for them, anyway. */
const timings = `
alter table dockhook.attempt
  add column dns_ms double precision,
  add column connect_ms double precision,
  add column tls_ms double precision;
`;
