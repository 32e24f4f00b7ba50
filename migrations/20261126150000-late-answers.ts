import { Migration } from '@mikro-orm/migrations';

/**
 * Events whose payload was removed while requests with it may have been under way: what their receivers answered is
 * stored afterwards, and is looked for again and again for a day. Small: rows go after it.
 */
export class LateAnswers extends Migration {
  override up(): void {
    this.addSql(`
create table dockhook.late_answer (
  event_id uuid primary key,
  removed_at timestamptz not null default now(),
  look_at timestamptz not null
);
comment on column dockhook.late_answer.look_at is 'when answers are looked for next: each time after twice as long';
alter table dockhook.late_answer enable row level security;
alter table dockhook.late_answer force row level security;
create policy every_tenant on dockhook.late_answer to dockhook_system using (true);
grant select, insert, update, delete on dockhook.late_answer to dockhook_system;
`);
  }
}
