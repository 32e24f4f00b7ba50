import { Migration } from '@mikro-orm/migrations';

/** How far the sweeper has come: it looks at a bounded part of the deliveries at a time, in whichever process. */
export class SweepPosition extends Migration {
  override up(): void {
    this.addSql(position);
  }
}

const position = `
create table dockhook.sweep_position (
  only_row boolean primary key default true check (only_row),
  -- What was made before this has been looked at soon after it was made.
  recent uuid not null,
  -- Retries, tenant by tenant.
  retrying_tenant text not null default '',
  retrying uuid not null default '00000000-0000-0000-0000-000000000000',
  -- The walk through everything: where it is, and the first delivery that it found unfinished. What lies before the
  -- place where a walk began is final, and stays so.
  walk uuid not null default '00000000-0000-0000-0000-000000000000',
  first_unfinished uuid
) with (fillfactor = 50);
insert into dockhook.sweep_position (recent) values (dockhook.uuid_at(now() - interval '1 hour'));
grant select, update on dockhook.sweep_position to dockhook_system;
`;
