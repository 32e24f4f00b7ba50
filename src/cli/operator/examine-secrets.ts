/** Secrets at rest: do the keys open them, and which keys are needed. */
import type pg from 'pg';
import type { Config } from '../../config.ts';
import { countKeyUse } from '../../database/reencrypt-secrets.ts';
import { SYSTEM_ROLE } from '../../database/roles.ts';
import { createSecretBox } from '../../database/secret-box.ts';
import { sqlOn } from '../../database/sql.ts';
import { reasonOf, type Finding } from './finding.ts';
import { examineKeyUse, findKeyRing } from './key-ring.ts';

export async function examineSecrets(client: pg.Client, config: Config): Promise<Finding[]> {
  await client.query(`begin read only; set local role ${SYSTEM_ROLE}`);
  // A revoked secret is an empty text.
  const { rows } = await client.query<{ secret: string; webhook_id: string }>(
    `(select id, secret, webhook_id from dockhook.signing_secret where secret <> '' order by id limit 1)
     union (select id, secret, webhook_id from dockhook.signing_secret where secret <> '' order by id desc limit 1)`,
  );
  const uses = await countKeyUse(sqlOn(client));
  const held = await examineHeld(client);
  await client.query('rollback');
  if ([...uses.values()].every((use) => use.size === 0)) return [];
  const ring = await findKeyRing(config);
  if (ring === undefined) {
    const text = `There are stored secrets, but neither SECRET_KEYS nor ${config.dataDir}/secret-keys.`;
    return [{ kind: 'wrong', text }, ...held];
  }
  try {
    const box = createSecretBox(ring);
    const rest = examineKeyUse(uses, box).map((finding): Finding => {
      if (finding.kind !== 'advice') return finding;
      return { ...finding, text: `${finding.text} secrets reencrypt brings them under ${box.keyIds[0]}.` };
    });
    for (const row of rows) await box.open(row.secret, row.webhook_id);
    return [{ kind: 'good', text: 'The oldest and the newest signing secret can be opened.' }, ...rest, ...held];
  } catch (error) {
    return [{ kind: 'wrong', text: `A stored secret cannot be opened: ${reasonOf(error)}` }, ...held];
  }
}

/** As the workers found it with the keys that they have, which may be others than this command's. */
async function examineHeld(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ deliveries: number; webhooks: number }>(
    `select count(*)::int as deliveries, count(distinct webhook_id)::int as webhooks from dockhook.held_delivery
     where reason::text = 'SECRETS'`,
  );
  const { deliveries = 0, webhooks = 0 } = rows[0] ?? {};
  if (deliveries === 0) return [];
  const text =
    `${deliveries} deliveries of ${webhooks} webhook(s) are held because a worker could not open their secrets. ` +
    'They go out when it has the key again, or when those webhooks have new secrets and headers.';
  return [{ kind: 'wrong', text }];
}
