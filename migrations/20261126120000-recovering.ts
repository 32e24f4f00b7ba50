import { Migration } from '@mikro-orm/migrations';

/**
 * Since when a webhook's deliveries come back gently, after an open circuit or a pause. Before, it was told from the
 * circuit's last change, which a pause does not move.
 */
export class Recovering extends Migration {
  override up(): void {
    this.addSql(`alter table dockhook.webhook_circuit add column recovering_since timestamptz;`);
  }
}
