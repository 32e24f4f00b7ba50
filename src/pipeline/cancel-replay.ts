/** A person stops a replay: nothing more is made of it. Deliveries that it has made already go on. */
import { recordAudit } from '../database/audit-log.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../domain/caller.ts';
import { DomainError } from '../domain/domain-error.ts';
import { toPublicId } from '../domain/ids.ts';
import type { ReplayStatus } from '../domain/replay-status.ts';

/**
 * @param replayId UUID; `undefined` when the caller's id is none
 * @throws DomainError when there is no such replay or it has ended
 */
export type CancelReplay = (caller: Caller, replayId: string | undefined) => Promise<void>;

interface FoundReplay {
  status: ReplayStatus;
  company_id: string | null;
  fulfillment_center_id: string | null;
}

export function createCancelReplay(database: Database): CancelReplay {
  return async (caller, replayId) => {
    if (replayId === undefined) throw noSuchReplay();
    await database.tenantTransaction(caller, async (sql) => {
      // Waits for a step that a worker is in the middle of: what that step makes is counted.
      const [found] = await sql.query<FoundReplay>(
        `select status, company_id, fulfillment_center_id from dockhook.replay where id = $1 for update`,
        [replayId],
      );
      if (found === undefined) throw noSuchReplay();
      if (found.status !== 'QUEUED' && found.status !== 'RUNNING') {
        const message = `This replay is ${found.status}: it has ended already.`;
        throw new DomainError({ code: 'INVALID_STATE', message, path: ['id'] });
      }
      await sql.query(`update dockhook.replay set status = 'CANCELED', completed_at = now() where id = $1`, [replayId]);
      await sql.query(`delete from dockhook.replay_batch where replay_id = $1`, [replayId]);
      await recordAudit(sql, caller, {
        action: 'cancelReplay',
        targetType: 'REPLAY',
        targetId: toPublicId('replay', replayId),
        companyId: found.company_id,
        fulfillmentCenterId: found.fulfillment_center_id,
        before: { status: found.status },
        after: { status: 'CANCELED' },
      });
    });
  };
}

const noSuchReplay = () => new DomainError({ code: 'NOT_FOUND', message: 'There is no such replay.', path: ['id'] });
