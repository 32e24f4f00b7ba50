import { Migration } from '@mikro-orm/migrations';

/** Deliveries wait, too, while the secrets of their webhook cannot be opened. */
export class SealedHolds extends Migration {
  override up(): void {
    this.addSql(`alter type dockhook.hold_reason add value if not exists 'SECRETS'`);
  }
}
