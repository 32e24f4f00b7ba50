import { Migration } from '@mikro-orm/migrations';

/** What only whoever saw an attempt fail can tell: see src/domain/failure-category.ts. Null costs no room. */
export class FailureCategories extends Migration {
  override up(): void {
    this.addSql('alter table dockhook.attempt add column transport_failure text;');
  }
}
