import { Agent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../support/receiver.ts';

describe('a receiver', () => {
  let receiver: Receiver;
  let agent: Agent;

  beforeEach(async () => {
    receiver = await startReceiver();
    agent = new Agent({ connections: 1, connect: { ca: receiver.caPem } });
  });

  afterEach(async () => {
    await receiver.close();
    await agent.destroy();
  });

  async function post(body = '{}', path?: string): Promise<{ status: number; text: string }> {
    const options = { method: 'POST', body, dispatcher: agent, headers: { 'X-Thing': 'a' } } as const;
    const response = await request(receiver.url(path), options);
    return { status: response.statusCode, text: await response.body.text() };
  }

  it('keeps method, path, headers as sent and the bytes of the body', async () => {
    await post('{"a":1}', '/in?x=1');
    const got = await receiver.nextRequest();
    expect(got).toMatchObject({ method: 'POST', path: '/in?x=1', headers: { 'x-thing': 'a', 'content-length': '7' } });
    expect(got.rawHeaders).toContainEqual(['X-Thing', 'a']);
    expect(got.body.toString()).toBe('{"a":1}');
    expect(got.receivedAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('answers 200 until told otherwise', async () => {
    expect((await post()).status).toBe(200);
  });

  it('gives its answers in turn and repeats the last', async () => {
    receiver.answers(500, { status: 503, headers: { 'retry-after': '3' }, body: 'later' }, 204);
    const answers = [await post(), await post(), await post(), await post()];
    expect(answers.map(({ status }) => status)).toEqual([500, 503, 204, 204]);
    expect(answers[1]?.text).toBe('later');
  });

  it('answers what a function makes of the request', async () => {
    receiver.answers(({ body }) => ({ status: 201, body: `got ${body.length}` }));
    expect(await post('12345')).toEqual({ status: 201, text: 'got 5' });
  });

  it('lets a function write a broken response by itself', async () => {
    receiver.answers((_request, response) => void response.socket?.destroy());
    await expect(post()).rejects.toThrow();
  });

  it('hangs, and closing it ends the hanging connection', async () => {
    receiver.answers({ hang: true });
    const hanging = post().catch((error: unknown) => error);
    await receiver.nextRequest();
    await receiver.close();
    expect(await hanging).toBeInstanceOf(Error);
  });

  it('answers late when told to', async () => {
    receiver.answers({ delayMs: 40 });
    const start = performance.now();
    await post();
    expect(performance.now() - start).toBeGreaterThanOrEqual(39);
  });

  it('waits for requests that are still to come', async () => {
    const third = receiver.waitFor(3);
    const first = receiver.nextRequest();
    await Promise.all([post('1'), post('2'), post('3')]);
    expect(await third).toHaveLength(3);
    expect(receiver.requests).toContain(await first);
  });

  it('hands out each request once, in order of arrival', async () => {
    for (const body of ['1', '2', '3']) await post(body);
    const bodies = [await receiver.nextRequest(), await receiver.nextRequest(), await receiver.nextRequest()];
    expect(bodies.map(({ body }) => body.toString())).toEqual(['1', '2', '3']);
  });

  it('says how many requests there were when one does not come', async () => {
    await post();
    await expect(receiver.waitFor(2, { timeoutMs: 20 })).rejects.toThrow('number 2; there are 1');
    await receiver.nextRequest();
    await expect(receiver.nextRequest({ timeoutMs: 20 })).rejects.toThrow('number 2; there are 1');
    await post('later');
    expect((await receiver.nextRequest()).body.toString()).toBe('later');
  });

  it('keeps connections alive', async () => {
    for (const _ of [1, 2, 3]) await post();
    expect(receiver.connectionCount).toBe(1);
  });

  it('is not trusted without its authority', async () => {
    await expect(request(receiver.url(), { method: 'POST' })).rejects.toThrow();
    expect(receiver.requests).toHaveLength(0);
  });

  it('fails those who wait when it is closed', async () => {
    const waiting = receiver.nextRequest().catch((error: Error) => error.message);
    await receiver.close();
    expect(await waiting).toBe('The receiver was closed');
  });
});
