import { Migration } from '@mikro-orm/migrations';

/**
 * Every token that an operator ever gave (ADMIN_TOKEN), by its hash. A key remembers only the token before its present
 * one, so that after two rotations a restart made the first into a new administrator's.
 */
export class GivenTokens extends Migration {
  override up(): void {
    this.addSql(`
      create table dockhook.given_token (token_hash bytea primary key, given_at timestamptz not null default now());
      grant select, insert on dockhook.given_token to dockhook_system;`);
  }
}
