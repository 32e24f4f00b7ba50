/** A person has everything that was said about an order, a shipment or a return forgotten, but that it happened. */
import { recordAudit, type AuditActor } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import { businessKeyHash } from '../domain/business-key-hash.ts';
import { DomainError } from '../domain/domain-error.ts';
import { isWholeTenant, type Scope } from '../domain/scope.ts';
import { businessKeyNames, readErasedEvents, type KeyCount } from './erased-events.ts';
import { removePayloads } from './remove-payloads.ts';

export interface Erasure {
  readonly eventCount: number;
  /** Of deliveries that had not ended; 0 when nothing was changed. */
  readonly canceledDeliveryCount: number;
  /** By which fields they were found; `null` when nobody asked: payloads are read only for a dry run or a name. */
  readonly keyCounts: readonly KeyCount[] | null;
  /** UUIDs of the first hundred, oldest first. */
  readonly eventIds: readonly string[];
}

export interface ErasureRequest {
  /** Exact. */
  readonly value: string;
  /** Name of the payload field that must have it, e.g. salesOrderId; without it, any. */
  readonly keyName?: string | null | undefined;
  /** Look only. */
  readonly dryRun: boolean;
}

/**
 * With a name, events whose payload is gone already are left as they are: nothing tells any more whose value it was.
 * @throws DomainError when the key is empty or its name unknown, the caller sees only a part of the tenant, or there are too many events
 */
export type EraseByBusinessKey = (caller: AuditActor & Scope, request: ErasureRequest) => Promise<Erasure>;

/** Events of one erasure: it is one transaction. */
const EVENTS = 5_000;
const SHOWN_EVENTS = 100;

export function createEraseByBusinessKey(database: Database): EraseByBusinessKey {
  return async (caller, { value, keyName, dryRun }) => {
    const refuse = (code: 'INVALID' | 'SCOPE_NOT_ALLOWED' | 'LIMIT_EXCEEDED', message: string, more = {}): never => {
      throw new DomainError({ code, message, path: ['businessKey'], ...more });
    };
    if (value === '' || value.includes('\0')) refuse('INVALID', 'businessKey must not be empty.', { rule: 'length' });
    if (keyName != null && !businessKeyNames.includes(keyName)) {
      const message = `Events are not found by "${keyName.slice(0, 100)}". keyName is one of ${businessKeyNames.join(', ')}.`;
      throw new DomainError({ code: 'INVALID', message, path: ['keyName'], rule: 'enum' });
    }
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
      const all = events.map(({ id }) => id);
      const isRead = dryRun || keyName != null;
      const read = isRead ? await readErasedEvents(sql, all, value, keyName ?? undefined) : undefined;
      const { ids, keyCounts } = read ?? { ids: all, keyCounts: null };
      const found = { eventCount: ids.length, keyCounts, eventIds: ids.slice(0, SHOWN_EVENTS) };
      if (dryRun) return { ...found, canceledDeliveryCount: 0 };
      const canceledDeliveryCount = await removePayloads(sql, ids, { forgetKeys: true });
      // The key itself is what is to be forgotten.
      await recordAudit(sql, caller, {
        action: 'eraseByBusinessKey',
        targetType: 'TENANT',
        targetId: caller.tenantId,
        after: { eventCount: ids.length, canceledDeliveryCount },
      });
      return { ...found, canceledDeliveryCount };
    });
  };
}
