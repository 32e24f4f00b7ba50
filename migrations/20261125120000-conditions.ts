import { Migration } from '@mikro-orm/migrations';

/** What a webhook asks of an event besides its type. */
export class Conditions extends Migration {
  override up(): void {
    this.addSql(`
      alter table dockhook.webhook add column condition text check (octet_length(condition) <= 2048);
      comment on column dockhook.webhook.condition is 'CEL over the payload, checked when saved; null: every event';
    `);
  }
}
