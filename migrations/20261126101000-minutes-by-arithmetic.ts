import { Migration } from '@mikro-orm/migrations';

/** The minute of what was created, found by arithmetic: naming a time zone makes PostgreSQL look it up for every row. */
export class MinutesByArithmetic extends Migration {
  override up(): void {
    this.addSql(countCreated);
  }
}

const countCreated = `
create or replace function dockhook.count_created() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  insert into dockhook.created_count (tenant_id, webhook_id, event_type, created_at, created)
  select tenant_id, webhook_id, event_type, date_bin('1 minute', created_at, timestamptz 'epoch'), count(*)
  from made where trigger <> 'TEST' group by 1, 2, 3, 4;
  return null;
end $$;
`;
