/** API keys: reading, making, rotating, revoking. */
import type { FilterQuery } from '@mikro-orm/core';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ApiKeyEntity, type ApiKeyRow } from '../../database/entities/api-key.ts';
import { isUuid, parsePublicId } from '../../domain/ids.ts';
import type { GraphqlContext } from '../context.ts';
import { CreateApiKeyInput, toNewKey } from '../inputs/api-key-inputs.ts';
import { Actor, toActor } from '../object-types/actor.ts';
import {
  ApiKey,
  ApiKeyConnection,
  ApiKeyTokenPayload,
  RevokeApiKeyPayload,
  toApiKey,
} from '../object-types/api-key.ts';
import { toConnection } from '../object-types/connection.ts';
import { orErrors } from '../or-errors.ts';
import { byIdDescending, PageArgs, toPage, toPageQuery } from '../paging.ts';
import { RequiresRole } from '../roles.ts';
import { DurationScalar } from '../scalars.ts';

const DEFAULT_OVERLAP_MS = 3_600_000;

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, { nullable: true, description: 'API keys, newest first.' })
  @RequiresRole('ADMINISTRATOR')
  async apiKeys(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('includeRevoked', () => Boolean, { defaultValue: false }) includeRevoked: boolean,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof ApiKeyConnection>> {
    const em = services.database.forTenant(viewer);
    const query = toPageQuery(page, isUuid);
    const wanted: FilterQuery<ApiKeyRow> = includeRevoked ? {} : { revokedAt: null };
    const { where, ...options } = byIdDescending(query);
    const rows = await em.find(ApiKeyEntity, { $and: [wanted, where] }, options);
    const countUpTo = async (limit: number) => (await em.find(ApiKeyEntity, wanted, { fields: ['id'], limit })).length;
    return toConnection(
      ApiKeyConnection,
      toPage(query, rows, (row) => row.id),
      toApiKey,
      countUpTo,
    );
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'The key that made it; null when an operator made it, or somebody with a token of an OIDC issuer.',
  })
  async createdBy(@Root() key: ApiKey, @Ctx() { webhookLoaders }: GraphqlContext): Promise<Actor | null> {
    const maker = key.createdByKey === null ? undefined : await webhookLoaders.apiKey.load(key.createdByKey);
    return maker === undefined ? null : toActor(maker);
  }

  @Mutation(() => ApiKeyTokenPayload, { nullable: true, description: 'Makes an API key and returns its token once.' })
  @RequiresRole('ADMINISTRATOR')
  createApiKey(
    @Arg('input', () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ApiKeyTokenPayload> {
    const { services, viewer } = context;
    const create = async () => {
      const { keyId, token } = await services.apiKeys.create(viewer, toNewKey(input));
      return { apiKey: await load(context, keyId), token };
    };
    return orErrors(ApiKeyTokenPayload, { apiKey: null, token: null }, create, ['input']);
  }

  @Mutation(() => ApiKeyTokenPayload, {
    nullable: true,
    description: "Replaces a key's token; the old one works until the overlap ends (at most 7 days).",
  })
  @RequiresRole('ADMINISTRATOR')
  rotateApiKey(
    @Arg('id', () => ID) id: string,
    @Arg('overlap', () => DurationScalar, { nullable: true, defaultValue: DEFAULT_OVERLAP_MS }) overlap: number | null,
    @Ctx() context: GraphqlContext,
  ): Promise<ApiKeyTokenPayload> {
    const { services, viewer } = context;
    return orErrors(ApiKeyTokenPayload, { apiKey: null, token: null }, async () => {
      const { keyId, token } = await services.apiKeys.rotate(viewer, id, overlap ?? DEFAULT_OVERLAP_MS);
      return { apiKey: await load(context, keyId), token };
    });
  }

  @Mutation(() => RevokeApiKeyPayload, {
    nullable: true,
    description:
      "Revokes a key and closes its live connections. The tenant's last administrator key can be revoked by an operator only.",
  })
  @RequiresRole('ADMINISTRATOR')
  revokeApiKey(@Arg('id', () => ID) id: string, @Ctx() context: GraphqlContext): Promise<RevokeApiKeyPayload> {
    const { services, viewer } = context;
    return orErrors(RevokeApiKeyPayload, { apiKey: null, closedConnectionCount: null }, async () => {
      // Counted before, because the news of the revocation closes them too.
      const open = services.connections.countOf(parsePublicId('apiKey', id));
      const keyId = await services.apiKeys.revoke(viewer, id);
      const apiKey = await load(context, keyId);
      services.connections.endAllOf(keyId);
      return { apiKey, closedConnectionCount: open };
    });
  }
}

async function load({ services, viewer }: GraphqlContext, id: string): Promise<ApiKey | null> {
  const row = await services.database.forTenant(viewer).findOne(ApiKeyEntity, { id });
  return row === null ? null : toApiKey(row);
}
