/** Objects by their global id. Those of other tenants, and those that the caller's role may not see, do not exist. */
import { GraphQLError } from 'graphql';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { findEventType } from '../../catalogue/event-types.ts';
import { ApiKeyEntity } from '../../database/entities/api-key.ts';
import { AuditEntryEntity } from '../../database/entities/audit-entry.ts';
import { SigningSecretEntity } from '../../database/entities/signing-secret.ts';
import { mayUseEventType } from '../../domain/event-type-pattern.ts';
import { parseAttemptId, parsePublicId } from '../../domain/ids.ts';
import { isVisibleTo, type EntityManager } from '../../webhooks/find-webhook.ts';
import type { GraphqlContext } from '../context.ts';
import { ListSize } from '../cost-directives.ts';
import { toApiKey } from '../object-types/api-key.ts';
import { toAuditEntry } from '../object-types/audit-entry.ts';
import { toDelivery } from '../object-types/delivery.ts';
import { toDeliveryAttempt } from '../object-types/delivery-attempt.ts';
import { toEvent } from '../object-types/event.ts';
import { toEventType } from '../object-types/event-type.ts';
import { Node } from '../object-types/node.ts';
import { toSigningSecrets } from '../object-types/signing-secret.ts';
import { toWebhook, type Webhook } from '../object-types/webhook.ts';
import { loadReplay } from './replay-resolver.ts';

const NODES_LIMIT = 100;

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Any object by id.' })
  node(@Arg('id', () => ID) id: string, @Ctx() context: GraphqlContext): Promise<Node | null> {
    return findNode(context, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: `Several objects by id, in order, null where not found (at most ${NODES_LIMIT}).`,
  })
  @ListSize({ slicingArguments: ['ids'] })
  async nodes(@Arg('ids', () => [ID]) ids: string[], @Ctx() context: GraphqlContext): Promise<(Node | null)[]> {
    if (ids.length > NODES_LIMIT) {
      throw new GraphQLError(`nodes takes at most ${NODES_LIMIT} ids.`, { extensions: { code: 'BAD_USER_INPUT' } });
    }
    const wanted = [...new Set(ids)];
    const found = await Promise.all(wanted.map((id) => findNode(context, id)));
    const byId = new Map(wanted.map((id, index) => [id, found[index] ?? null]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}

type Finder = (context: GraphqlContext, id: string) => Promise<Node | null>;

async function findNode(context: GraphqlContext, id: string): Promise<Node | null> {
  const prefix = id.slice(0, id.indexOf('_'));
  if (prefix === 'typ') {
    const type = findEventType(id.slice(4));
    const isHidden = type === undefined || !mayUseEventType(context.viewer.allowedEventTypes, type.name);
    return isHidden ? null : toEventType(type);
  }
  // A publisher reads event types, and nothing of what became of its events.
  return context.viewer.role === 'PUBLISHER' ? null : ((await finders.get(prefix)?.(context, id)) ?? null);
}

/** By the prefix of the id. */
const finders = new Map<string, Finder>([
  ['whk', (context, id) => webhookOf(context, parsePublicId('webhook', id))],
  [
    'evt',
    async ({ loaders }, id) => {
      const uuid = parsePublicId('event', id);
      const row = uuid === undefined ? undefined : await loaders.event.load(uuid);
      return row === undefined ? null : toEvent(row);
    },
  ],
  [
    'dlv',
    async ({ loaders }, id) => {
      const uuid = parsePublicId('delivery', id);
      const row = uuid === undefined ? undefined : await loaders.delivery.load(uuid);
      return row === undefined ? null : toDelivery(row);
    },
  ],
  [
    'att',
    async ({ loaders }, id) => {
      const key = parseAttemptId(id);
      const row = key === undefined ? undefined : await loaders.attempt.load(key);
      return row === undefined ? null : toDeliveryAttempt(row);
    },
  ],
  ['rpl', (context, id) => loadReplay(context, parsePublicId('replay', id), true)],
  ['sec', findSecret],
  ['key', forAdministrators(({ services, viewer }, id) => findApiKey(services.database.forTenant(viewer), id))],
  ['aud', forAdministrators(({ services, viewer }, id) => findAuditEntry(services.database.forTenant(viewer), id))],
]);

function forAdministrators(find: Finder): Finder {
  return async (context, id) => (context.viewer.role === 'ADMINISTRATOR' ? find(context, id) : null);
}

async function findApiKey(em: EntityManager, id: string): Promise<Node | null> {
  const uuid = parsePublicId('apiKey', id);
  const row = uuid === undefined ? null : await em.findOne(ApiKeyEntity, { id: uuid });
  return row === null ? null : toApiKey(row);
}

async function findAuditEntry(em: EntityManager, id: string): Promise<Node | null> {
  const uuid = parsePublicId('auditEntry', id);
  const row = uuid === undefined ? null : await em.findOne(AuditEntryEntity, { id: uuid });
  return row === null ? null : toAuditEntry(row);
}

async function webhookOf({ loaders, viewer }: GraphqlContext, uuid: string | undefined): Promise<Webhook | null> {
  const row = uuid === undefined ? undefined : await loaders.webhook.load(uuid);
  return row === undefined || row.deletedAt != null || !isVisibleTo(viewer, row) ? null : toWebhook(row);
}

/** Live ones only, like the webhook shows them. */
async function findSecret(context: GraphqlContext, id: string): Promise<Node | null> {
  const uuid = parsePublicId('secret', id);
  if (uuid === undefined) return null;
  const em = context.services.database.forTenant(context.viewer);
  const row = await em.findOne(SigningSecretEntity, { id: uuid }, { fields: ['webhookId'] });
  const webhook = row === null ? null : await webhookOf(context, row.webhookId);
  if (webhook === null) return null;
  const live = toSigningSecrets(await context.loaders.signingSecrets.load(webhook.uuid));
  return live.find((secret) => secret.id === id) ?? null;
}
