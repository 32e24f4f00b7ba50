import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packEvents, unpackEvents, type PackedEvents } from '../../../src/worker/thread-messages.ts';

/** Through a real port, where the bytes move to the other side. */
function send(packed: PackedEvents): PackedEvents {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(packed, [packed.bytes.buffer]);
  const { message } = receiveMessageOnPort(port2) as { message: PackedEvents };
  port1.close();
  return message;
}

it('events come out as they went in, with the bytes of their bodies', () => {
  const body = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  const event = fc.record({ id: fc.uuid(), type: fc.string(), body });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const wanted = events.map(({ id, type, body: own }) => ({ id, type, body: Buffer.from(own as string) }));
      expect(unpackEvents(send(packEvents(events)))).toEqual(wanted);
    }),
  );
});

it('nothing but the bodies moves: memory that others use stays', () => {
  const pooled = Buffer.from('{"in":"the pool"}');
  send(packEvents([{ id: 'a', type: 't', body: pooled }]));
  expect(pooled.toString()).toBe('{"in":"the pool"}');
});
