import { Migration } from '@mikro-orm/migrations';

/**
 * What several workers must know together: the failures of a webhook in the last minute, counted in its circuit's
 * row; and that a webhook changed, told to all of them by the transaction that changed it.
 */
export class SharedLimits extends Migration {
  override up(): void {
    this.addSql(failureWindow);
    this.addSql(tellWorkers);
  }
}

/** Two half-windows: the older one counts until the younger is full of time. Written only for webhooks that fail. */
const failureWindow = `
alter table dockhook.webhook_circuit
  add column window_started_at timestamptz,
  add column window_attempts int not null default 0,
  add column window_failures int not null default 0,
  add column earlier_attempts int not null default 0,
  add column earlier_failures int not null default 0;
`;

/** NOTIFY takes a lock until the commit, so only what changes seldom may do it: settings, and a circuit's state. */
const tellWorkers = `
create function dockhook.tell_webhooks_changed() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  perform pg_notify('dockhook', 'webhooks transaction');
  return null;
end $$;
create trigger tell_changed after update on dockhook.webhook
  for each statement execute function dockhook.tell_webhooks_changed();
create trigger tell_changed after insert or update on dockhook.signing_secret
  for each statement execute function dockhook.tell_webhooks_changed();
create trigger tell_changed after update of state on dockhook.webhook_circuit
  for each row when (old.state is distinct from new.state) execute function dockhook.tell_webhooks_changed();
`;
