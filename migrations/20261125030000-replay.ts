import { Migration } from '@mikro-orm/migrations';

/**
 * A replay's candidates are found once, at its start, and kept 500 to a row: the count is exact, a worker goes on
 * by a number, and the search does not hold up the live feed as one long transaction would. The columns that
 * repeated the selection are gone; nothing had written them yet.
 */
export class Replay extends Migration {
  override up(): void {
    this.addSql(replays);
    this.addSql(candidates);
    this.addSql(liveFilter);
  }
}

const replays = `
alter table dockhook.replay
  drop column event_types,
  drop column statuses,
  drop column include_missing,
  drop column received_from,
  drop column received_to,
  drop column max_deliveries,
  drop column cursor_id,
  drop column cursor_webhook_id,
  add column company_id text,
  add column fulfillment_center_id text,
  -- Candidates dealt with: made into deliveries, or skipped.
  add column position int not null default 0,
  add column skipped_count int not null default 0,
  add column status_note text;
comment on column dockhook.replay.company_id is 'shared by all its webhooks, else null; for the audit log';
`;

/** Gone when the replay is final. \`delivery_ids\`: the delivery that each repeats, null where there was none. */
const candidates = `
create table dockhook.replay_batch (
  replay_id uuid not null,
  number int not null,
  tenant_id text not null,
  event_ids uuid[] not null,
  webhook_ids uuid[] not null,
  delivery_ids uuid[] not null,
  primary key (replay_id, number)
);
alter table dockhook.replay_batch
  alter column event_ids set storage external,
  alter column webhook_ids set storage external,
  alter column delivery_ids set storage external;
alter table dockhook.replay_batch enable row level security;
alter table dockhook.replay_batch force row level security;
create policy one_tenant on dockhook.replay_batch to dockhook_tenant
  using (tenant_id = current_setting('dockhook.tenant_id', true));
create policy every_tenant on dockhook.replay_batch to dockhook_system using (true);
grant select, insert, delete on dockhook.replay_batch to dockhook_tenant;
grant select, insert, update, delete on dockhook.replay_batch to dockhook_system;
`;

/** So that a live subscriber can follow one replay without a look at the delivery. */
const liveFilter = `
alter table dockhook.delivery_change add column replay_id uuid;
`;
