import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findEventType } from '../../src/catalogue/event-types.ts';
import { version } from '../../src/version.ts';
import { createWebhook, publish, type CreatedWebhook } from '../support/clients.ts';
import type { ReceivedRequest, Receiver } from '../support/receiver.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let receiver: Receiver;
let webhook: CreatedWebhook;

beforeAll(async () => {
  app = await createTestApp();
  receiver = await app.receiver();
  webhook = await createWebhook(app, receiver, {
    headers: [
      { name: 'X-Warehouse', value: 'FC-01', isSensitive: false },
      { name: 'Authorization', value: 'Basic b3BlbiBzZXNhbWU=', isSensitive: true },
    ],
  });
});
afterAll(() => app?.stop());

describe.each(['shipment.closed', 'pick.confirmed'])('the documented payload of %s', (type) => {
  const documented = findEventType(type)?.exampleTexts.at(-1) ?? '';
  let request: ReceivedRequest;
  let eventId: string;

  beforeAll(async () => {
    eventId = await publish(app, { type, text: documented });
    request = await receiver.nextRequest();
  });

  it('arrives over HTTPS as equal JSON, without an envelope', () => {
    expect(request.method).toBe('POST');
    expect(request.path).toBe('/hook');
    expect(JSON.parse(request.body.toString())).toEqual(JSON.parse(documented));
  });

  it('has its headers', () => {
    const { headers } = request;
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(request.body.length),
      'user-agent': `Dockhook/${version}`,
      'x-jasci-event': type,
      'x-jasci-delivery': expect.stringMatching(/^dlv_[0-9a-f]{32}$/),
      'x-jasci-attempt': '1',
      'webhook-id': eventId,
      'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      'accept-encoding': 'identity',
      'x-warehouse': 'FC-01',
      authorization: 'Basic b3BlbiBzZXNhbWU=',
    });
    expect(headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(Math.abs(Number(headers['webhook-timestamp']) - request.receivedAt.getTime() / 1000)).toBeLessThan(60);
    const names = request.rawHeaders.map(([name]) => name.toLowerCase());
    expect(names).toEqual([...new Set(names)]);
  });

  it('passes the independent Standard Webhooks check', () => {
    const checked = new Webhook(webhook.secret).verify(request.body.toString(), { ...request.headers });
    expect(checked).toEqual(JSON.parse(documented));
  });

  it('fails that check when one byte is changed', () => {
    const body = Buffer.from(request.body);
    body[body.length - 2] = (body[body.length - 2] ?? 0) ^ 1;
    expect(() => new Webhook(webhook.secret).verify(body.toString(), { ...request.headers })).toThrow(/signature/i);
    expect(() =>
      new Webhook(webhook.secret).verify(request.body.toString(), { ...request.headers, 'webhook-id': 'evt_other' }),
    ).toThrow(/signature/i);
  });

  it('carries a second signature, which covers the event type too', () => {
    const { headers } = request;
    const [time, signature] = (headers['x-jasci-signature'] ?? '').split(',');
    const key = Buffer.from(webhook.secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key)
      .update(`${headers['webhook-timestamp']}.${eventId}.${type}.`)
      .update(request.body)
      .digest('hex');
    expect(key).toHaveLength(32);
    expect(time).toBe(`t=${headers['webhook-timestamp']}`);
    expect(signature).toBe(`v1=${expected}`);
  });
});
