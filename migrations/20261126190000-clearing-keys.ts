import { Migration } from '@mikro-orm/migrations';

/**
 * Keys that are remembered only for a while are found without reading all of them: those of published events by walking
 * along the table (decision 0029), those of other mutations, which are few, by an index.
 */
export class ClearingKeys extends Migration {
  override up(): void {
    this.addSql(walk);
    this.addSql(`create index on dockhook.repeatable_request (created_at);`);
  }
}

const walk = `
create table dockhook.key_walk (
  only_row boolean primary key default true check (only_row),
  -- The block of dockhook.idempotency_key that is looked at next.
  next_block bigint not null default 0
) with (fillfactor = 50);
insert into dockhook.key_walk default values;
grant select, update on dockhook.key_walk to dockhook_system;
`;
