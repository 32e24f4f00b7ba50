/**
 * What a request to /graphql passes before its body is read: without a valid key nothing of it is. And what is said to
 * one whose body cannot be read, in the form of a GraphQL answer.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Transform, type Readable } from 'node:stream';
import type { RateLimit } from '../access/rate-limit.ts';
import type { Viewer } from '../access/viewer.ts';
import type { ErrorMask } from '../graphql/errors.ts';
import { BODY_LIMIT_BYTES } from '../graphql/guards/limits.ts';
import { tooManyRequests } from './too-many-requests.ts';
import { failWhileUnavailable, unauthenticated, type Authenticate } from './authenticate.ts';

/** What is known of a request that came in. */
interface Pass {
  readonly viewer: Viewer;
  /** Of the body, as far as it has been read. */
  requestBytes: number;
}

export interface Gate {
  enter(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
  count(request: FastifyRequest, reply: FastifyReply, body: Readable): Promise<Readable>;
  refuse(error: FastifyError | GraphQLError, request: FastifyRequest, reply: FastifyReply): void;
  /** Only for a request that came in. */
  passOf(request: FastifyRequest): Readonly<Pass>;
}

export function createGate(authenticate: Authenticate, requests: RateLimit, errorMask: ErrorMask): Gate {
  const passes = new WeakMap<FastifyRequest, Pass>();

  function fault(error: unknown): GraphQLError {
    const { message, extensions } = errorMask.tell(error);
    const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
    return new GraphQLError(message, { extensions: { ...extensions, http: http ?? { status: 500 } } });
  }

  return {
    async enter(request, reply) {
      try {
        const viewer = await authenticate(request.headers.authorization, request.ip).catch(failWhileUnavailable);
        if (viewer === undefined) return answer(reply, unauthenticated());
        const coding = request.headers['content-encoding'] ?? 'identity';
        if (coding.toLowerCase() !== 'identity')
          return answer(reply, unreadable(415, 'The body must not be compressed.'));
        const waitMs = requests.take(viewer.keyId);
        if (waitMs > 0) return answer(reply, tooManyRequests(requests.perSecond, waitMs));
        passes.set(request, { viewer, requestBytes: Number(request.headers['content-length'] ?? 0) });
        return undefined;
      } catch (error) {
        return answer(reply, isSaid(error) ? error : fault(error));
      }
    },

    /** A body without a length in its headers is counted as it comes. */
    async count(request, _reply, body) {
      const pass = passes.get(request);
      if (pass === undefined || request.headers['content-length'] !== undefined) return body;
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          pass.requestBytes += chunk.length;
          done(null, chunk);
        },
      });
      body.on('error', (error) => counted.destroy(error));
      return body.pipe(counted);
    },

    refuse(error, _request, reply) {
      if (error instanceof GraphQLError) return void answer(reply, error);
      const known = bodyProblems[error.code];
      const { statusCode = 500 } = error;
      void answer(reply, known?.() ?? (statusCode < 500 ? unreadable(statusCode) : fault(error)));
    },

    passOf: (request) => passes.get(request) as Pass,
  };
}

/** Nothing of ours went wrong: it says itself what the matter is. */
const isSaid = (error: unknown): error is GraphQLError =>
  error instanceof GraphQLError && error.extensions['code'] === 'SERVICE_UNAVAILABLE';

function answer(reply: FastifyReply, { message, extensions: { http, ...extensions } }: GraphQLError): FastifyReply {
  const { status, headers } = http as { status: number; headers?: ReadonlyMap<string, string> };
  for (const [name, value] of headers ?? []) void reply.header(name, value);
  return reply.code(status).send({ errors: [{ message, extensions }] });
}

const unreadable = (status: number, message = 'The body must be one JSON object.', code = 'BAD_REQUEST') =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

const bodyProblems: Readonly<Record<string, () => GraphQLError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => unreadable(413, `A body has at most ${BODY_LIMIT_BYTES} bytes.`, 'LIMIT_EXCEEDED'),
  BODY_NOT_UTF8: () => unreadable(400, 'The body must be JSON in UTF-8; it has bytes that are not.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => unreadable(415, 'The body must be application/json.'),
};
