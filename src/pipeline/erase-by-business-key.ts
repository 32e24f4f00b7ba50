/** A person has everything that was said about an order, a shipment or a return forgotten, but that it happened. */
import { recordAudit, type AuditActor } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { businessKeyHash } from '../domain/business-key-hash.ts';
import { DomainError } from '../domain/domain-error.ts';
import { isWholeTenant, type Scope } from '../domain/scope.ts';
import { removePayloads } from './remove-payloads.ts';

export interface Erasure {
  readonly eventCount: number;
  /** Of deliveries that had not ended; 0 when nothing was changed. */
  readonly canceledDeliveryCount: number;
}

/**
 * @param dryRun count only
 * @throws DomainError when the key is empty, the caller sees only a part of the tenant, or there are too many events
 */
export type EraseByBusinessKey = (caller: AuditActor & Scope, value: string, dryRun: boolean) => Promise<Erasure>;

/** Events of one erasure: it is one transaction. */
const EVENTS = 5_000;

export function createEraseByBusinessKey(database: Database): EraseByBusinessKey {
  return async (caller, value, dryRun) => {
    const refuse = (code: 'INVALID' | 'SCOPE_NOT_ALLOWED' | 'LIMIT_EXCEEDED', message: string, more = {}): never => {
      throw new DomainError({ code, message, path: ['businessKey'], ...more });
    };
    if (value === '' || value.includes('\0')) refuse('INVALID', 'businessKey must not be empty.', { rule: 'length' });
    // Who sees a part of the tenant cannot know that nothing is left.
    if (!isWholeTenant(caller)) refuse('SCOPE_NOT_ALLOWED', 'Only a key of the whole tenant may erase.');
    return database.systemTransaction(async (sql) => {
      const events = await sql.query<{ id: string }>(
        `select id from dockhook.event where key_hashes @> array[$1::bigint] and tenant_id = $2
         order by id limit ${EVENTS + 1}`,
        [String(businessKeyHash(caller.tenantId, value)), caller.tenantId],
      );
      if (events.length > EVENTS) {
        refuse('LIMIT_EXCEEDED', `More than ${EVENTS} events have this key: it is not of one order.`, {
          limit: EVENTS,
        });
      }
      if (dryRun) return { eventCount: events.length, canceledDeliveryCount: 0 };
      const ids = events.map(({ id }) => id);
      const canceledDeliveryCount = await removePayloads(sql, ids, { forgetKeys: true });
      // The key itself is what is to be forgotten.
      await recordAudit(sql, caller, {
        action: 'eraseByBusinessKey',
        targetType: 'TENANT',
        targetId: caller.tenantId,
        after: { eventCount: ids.length, canceledDeliveryCount },
      });
      return { eventCount: ids.length, canceledDeliveryCount };
    });
  };
}
