/** Replays: sending many past events again, and how far that has come. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { isUuid, parsePublicId } from '../../domain/ids.ts';
import type { ReplayStatus } from '../../domain/replay-status.ts';
import type { GraphqlContext } from '../context.ts';
import { Cost } from '../cost-directives.ts';
import { ReplayStatusEnum } from '../history-enums.ts';
import { StartReplayInput, toReplayInput, toSelection } from '../inputs/replay-inputs.ts';
import { Actor, toActor } from '../object-types/actor.ts';
import { toConnection } from '../object-types/connection.ts';
import { Delivery } from '../object-types/delivery.ts';
import { Replay, ReplayConnection, ReplayPayload, toCount, toReplay } from '../object-types/replay.ts';
import { toUserErrors } from '../object-types/user-error.ts';
import { orErrors } from '../or-errors.ts';
import { PageArgs, toPageQuery } from '../paging.ts';
import { findReplays } from '../reads/find-replays.ts';
import { RequiresRole } from '../roles.ts';

@Resolver(() => Replay)
export class ReplayResolver {
  @Query(() => Replay, { nullable: true, description: 'One replay.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  replay(@Arg('id', () => ID) id: string, @Ctx() context: GraphqlContext): Promise<Replay | null> {
    return loadReplay(context, parsePublicId('replay', id));
  }

  @Query(() => ReplayConnection, { nullable: true, description: 'Replays, newest first.' })
  @RequiresRole('ADMINISTRATOR', 'VIEWER')
  async replays(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('status', () => [ReplayStatusEnum], { nullable: true, description: 'Only in one of these states.' })
    status: ReplayStatus[] | null,
    @Ctx() { services, viewer }: GraphqlContext,
  ): Promise<InstanceType<typeof ReplayConnection>> {
    const found = await findReplays(services.database, viewer, toPageQuery(page, isUuid), status ?? null);
    return toConnection(ReplayConnection, found, toReplay, found.countUpTo);
  }

  @Mutation(() => ReplayPayload, {
    nullable: true,
    description:
      "Sends many past events again, as a job in the background, or only counts them. The events' ids, and so the " +
      'header webhook-id, stay the same.',
  })
  @RequiresRole('ADMINISTRATOR')
  @Cost(100)
  startReplay(
    @Arg('input', () => StartReplayInput) input: StartReplayInput,
    @Ctx() context: GraphqlContext,
  ): Promise<ReplayPayload> {
    const { services, viewer } = context;
    const start = async () => {
      const answer = await services.startReplay(viewer, toReplayInput(input), toSelection(input));
      return {
        replay: await loadReplay(context, answer.replayId ?? undefined),
        matching: toCount(answer.matching.count, answer.matching.isExact),
        payloadRemovedCount: answer.payloadRemovedCount,
        errors: toUserErrors(answer.problems, ['input']),
      };
    };
    return orErrors(ReplayPayload, nothing, start, ['input']);
  }

  @Mutation(() => ReplayPayload, {
    nullable: true,
    description: 'Stops a replay; deliveries that it has made already go on.',
  })
  @RequiresRole('ADMINISTRATOR')
  cancelReplay(@Arg('id', () => ID) id: string, @Ctx() context: GraphqlContext): Promise<ReplayPayload> {
    return orErrors(ReplayPayload, nothing, async () => {
      const uuid = parsePublicId('replay', id);
      await context.services.cancelReplay(context.viewer, uuid);
      const replay = await loadReplay(context, uuid);
      return { replay, matching: replay?.total ?? null, payloadRemovedCount: null };
    });
  }

  @FieldResolver(() => Int, { description: 'Of the deliveries made, those that succeeded.' })
  @Cost(5)
  async succeededCount(@Root() { row }: Replay, @Ctx() { replayLoaders }: GraphqlContext): Promise<number> {
    return (await replayLoaders.progress.load(row.id)).succeeded;
  }

  @FieldResolver(() => Int, { description: 'Of the deliveries made, those that failed for good.' })
  async failedCount(@Root() { row }: Replay, @Ctx() { replayLoaders }: GraphqlContext): Promise<number> {
    return (await replayLoaders.progress.load(row.id)).failed;
  }

  @FieldResolver(() => Int, { description: 'Of the deliveries made, those that were cancelled.' })
  async canceledCount(@Root() { row }: Replay, @Ctx() { replayLoaders }: GraphqlContext): Promise<number> {
    return (await replayLoaders.progress.load(row.id)).canceled;
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'The key that started it; null when it was somebody with a token of an OIDC issuer: see auditEntries.',
  })
  async createdBy(@Root() { row }: Replay, @Ctx() { webhookLoaders }: GraphqlContext): Promise<Actor | null> {
    const key = row.createdBy == null ? undefined : await webhookLoaders.apiKey.load(row.createdBy);
    return key === undefined ? null : toActor(key);
  }
}

const nothing = { replay: null, matching: null, payloadRemovedCount: null };

/** The field of deliveries that belongs here. */
@Resolver(() => Delivery)
export class DeliveryReplayResolver {
  @FieldResolver(() => Replay, { nullable: true, description: 'The replay that made it, if one did.' })
  async replay(@Root() { row }: Delivery, @Ctx() context: GraphqlContext): Promise<Replay | null> {
    return row.replayId == null ? null : loadReplay(context, row.replayId, true);
  }
}

/** @param remembered whether what this operation read before will do */
export async function loadReplay(
  { replayLoaders }: GraphqlContext,
  uuid: string | undefined,
  remembered = false,
): Promise<Replay | null> {
  if (uuid === undefined) return null;
  const row = await (remembered ? replayLoaders.replay : replayLoaders.replay.clear(uuid)).load(uuid);
  return row === undefined ? null : toReplay(row);
}
