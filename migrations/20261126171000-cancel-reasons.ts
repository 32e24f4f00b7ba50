import { Migration } from '@mikro-orm/migrations';

/**
 * Why a delivery was cancelled: what ended with its webhook can be sent again in one go, what a person stopped is left
 * alone. Of what was cancelled before nobody knows. No index holds the column, and a null takes no room in a row;
 * days that are there already are told, as new ones are, that a small sample of it does.
 */
export class CancelReasons extends Migration {
  override up(): void {
    this.addSql(`
create type dockhook.cancel_reason as enum
  ('PERSON', 'WEBHOOK_DISABLED', 'WEBHOOK_DELETED', 'FAILURE_POLICY', 'ENDPOINT_GONE', 'PAYLOAD_REMOVED');
alter table dockhook.delivery add column cancel_reason dockhook.cancel_reason;
select dockhook.sample_little(inhrelid) from pg_inherits where inhparent = 'dockhook.delivery'::regclass;
`);
  }
}
