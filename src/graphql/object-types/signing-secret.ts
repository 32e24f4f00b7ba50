/** A signing secret as the API shows it: how to recognise it, never what it is. */
import { Field, ObjectType } from 'type-graphql';
import type { SigningSecretRow } from '../../database/entities/signing-secret.ts';
import { toPublicId } from '../../domain/ids.ts';
import type { SigningAlgorithm } from '../../domain/signing.ts';
import { DateTimeScalar } from '../scalars.ts';
import { SigningAlgorithmEnum } from '../webhook-enums.ts';
import { Node } from './node.ts';

@ObjectType({ implements: Node, description: 'A signing secret, never readable after creation.' })
export class SigningSecret extends Node {
  @Field(() => SigningAlgorithmEnum, { description: 'How it signs.' })
  algorithm!: SigningAlgorithm;

  @Field(() => String, {
    nullable: true,
    description: 'Of ED25519: the key (whpk_...) by which receivers check the signatures v1a. It is no secret.',
  })
  publicKey!: string | null;

  @Field(() => String, { description: 'Last four characters, of the public key if it has one, for recognition.' })
  hint!: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops signing; null for the primary.' })
  expiresAt!: Date | null;

  @Field(() => Boolean, { description: 'Whether it is the newest.' })
  isPrimary!: boolean;
}

/** @param live the live secrets of a webhook, newest first */
export const toSigningSecrets = (live: readonly SigningSecretRow[]): SigningSecret[] =>
  live.map((row, index) =>
    Object.assign(new SigningSecret(), {
      id: toPublicId('secret', row.id),
      algorithm: row.algorithm,
      publicKey: row.publicKey ?? null,
      hint: row.hint,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt ?? null,
      isPrimary: index === 0,
    }),
  );
