import { Migration } from '@mikro-orm/migrations';

/**
 * When a delivery that had been put aside was last given a ticket of its own. What an earlier ticket says of it does not
 * count any more: when that one comes back, because its worker died, the delivery may be under way by the newer one.
 */
export class ReleasedAt extends Migration {
  override up(): void {
    this.addSql(`
alter table dockhook.delivery add column released_at timestamptz;
select dockhook.sample_little(inhrelid) from pg_inherits where inhparent = 'dockhook.delivery'::regclass;
`);
  }
}
