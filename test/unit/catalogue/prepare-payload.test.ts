/** The rules for a payload as a whole: what is refused and how it is told, what is kept as given. */
import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../../src/catalogue/event-types.ts';
import type { EventPayloads } from '../../../src/catalogue/generated/payload-types.ts';
import { businessKeyLimit, payloadLimitBytes } from '../../../src/catalogue/prepare-payload.ts';
import { eventTypeNamed, pickTextWith, pickWith, prepared, problemsOf, refusals } from './event-type-named.ts';

const pick = 'pick.confirmed';
const line = { lineNumber: 1, product: 'A', location: 'L', quantityRequired: 1, quantityProcessed: 1 };

describe.each(eventTypes)('$name', (type) => {
  test.each(type.exampleTexts.map((text) => [text]))('example arrives equal, whichever way it came', (text) => {
    const compact = JSON.stringify(JSON.parse(text));
    expect(prepared(type.name, { text }).text).toBe(compact);
    expect(prepared(type.name, { text: compact }).text).toBe(compact);
    expect(prepared(type.name, { json: JSON.parse(text) as unknown }).text).toBe(compact);
  });
});

test('a number written 95.0 is the same number in the body', () => {
  const text = eventTypeNamed('shipment.closed').exampleTexts[1]?.replace(
    '"quantityShipped": 95,',
    '"quantityShipped": 95.0,',
  );
  expect(prepared('shipment.closed', { text: text ?? '' }).text).toContain('"quantityShipped":95,');
});

describe('what is kept', () => {
  test('the order of keys, as text and as JSON', () => {
    const reversed = Object.fromEntries(Object.entries(pickWith({ zoneId: 'A' })).reverse());
    expect(prepared(pick, { json: reversed }).text).toBe(JSON.stringify(reversed));
    expect(prepared(pick, { text: JSON.stringify(reversed, null, 1) }).text).toBe(JSON.stringify(reversed));
  });

  test('no null, no undefined, no empty text', () => {
    const json = pickWith({
      waveId: null,
      zoneId: '',
      batchId: undefined,
      startDate: null,
      lines: [{ ...line, lot: null }],
    });
    const expected = JSON.stringify(pickWith({ lines: [line] }));
    expect(prepared(pick, { json }).text).toBe(expected);
    expect(prepared(pick, { text: JSON.stringify(json) }).text).toBe(expected);
    expect(prepared(pick, { text: `{ "cartNumber" : null , ${JSON.stringify(json).slice(1)}` }).text).toBe(expected);
  });

  test('an empty array', () => {
    expect(prepared(pick, { text: pickTextWith({ lines: '[ ]' }) }).text).toBe(pickTextWith({ lines: '[]' }));
  });

  test('text in any script, escaped only where JSON needs it', () => {
    const text = pickTextWith({ zoneId: '"Ren\\u00e9e \\/ \\ud83d\\ude00 \\" \\\\ \\n"' });
    expect(prepared(pick, { text }).text).toBe(pickTextWith({ zoneId: '"Renée / 😀 \\" \\\\ \\n"' }));
  });

  test('a key written with escapes', () => {
    expect(prepared(pick, { text: pickTextWith({}).replace('tenantId', 'tenant\\u0049d') }).text).toBe(
      pickTextWith({}),
    );
  });

  test('leading zeros of codes', () => {
    expect(prepared(pick, { json: pickWith({ zoneId: '007' }) }).text).toContain('"zoneId":"007"');
  });

  test('a payload that the generated TypeScript types describe', () => {
    const payload: EventPayloads['pick.confirmed'] = {
      timestamp: '2026-02-04T14:32:15Z',
      tenantId: 'T',
      companyId: 'C',
      fulfillmentCenterId: 'F',
      workControlNumber: '9223372036854775807',
      status: 'PARTIAL',
      totalQty: 1,
      totalLines: 1,
      lastActivityDate: '2026-02-04T14:32:15Z',
      lines: [line],
    };
    expect(prepared(pick, { json: payload }).text).toContain('"workControlNumber":9223372036854775807,');
  });
});

describe('what is refused', () => {
  test('a misspelt field, with the one that was meant', () => {
    const json = pickWith({
      salesOrderID: 'x',
      sales_order_id: 'x',
      wavId: 'x',
      lines: [{ ...line, lott: 'x' }],
      product: 'x',
    });
    expect(problemsOf(pick, { json }).map(({ path, suggestion }) => [path.join('.'), suggestion])).toEqual([
      ['lines.0.lott', 'lines[].lot'],
      ['salesOrderID', 'salesOrderId'],
      ['sales_order_id', 'salesOrderId'],
      ['wavId', 'waveId'],
      ['product', 'lines[].product'],
    ]);
  });

  test('a field of another event, or of none', () => {
    expect(problemsOf(pick, { json: pickWith({ customField01: 'x', utterlyDifferent: 1 }) })).toMatchObject([
      { path: ['customField01'], rule: 'unknown' },
      { path: ['utterlyDifferent'], rule: 'unknown', valueKind: 'number' },
    ]);
  });

  test('everything at once, in the order of the text, with rule and kind', () => {
    const json = pickWith({
      status: 'complete',
      totalQty: '5',
      tenantId: null,
      lines: [{ ...line, lineNumber: 0 }, 7],
    });
    expect(problemsOf(pick, { json })).toMatchObject([
      { path: ['status'], rule: 'enum', valueKind: 'string' },
      { path: ['totalQty'], rule: 'type', valueKind: 'string' },
      { path: ['lines', '0', 'lineNumber'], rule: 'minimum', valueKind: 'number' },
      { path: ['lines', '1'], rule: 'type', valueKind: 'number' },
      { path: ['tenantId'], rule: 'required' },
    ]);
  });

  test('twenty problems at most', () => {
    const lines = Array.from({ length: 500 }, () => ({ nonsense: 1 }));
    expect(problemsOf(pick, { json: pickWith({ lines }) })).toHaveLength(20);
  });

  test('no value is ever echoed', () => {
    const secret = 'S3CRET';
    const json = pickWith({
      status: secret,
      timestamp: secret,
      workControlNumber: secret,
      lines: secret,
      zoneId: secret.repeat(9),
    });
    expect(problemsOf(pick, { json })).toHaveLength(5);
    expect(JSON.stringify(problemsOf(pick, { json }))).not.toContain(secret);
    expect(JSON.stringify(problemsOf(pick, { text: `{"a":"${secret}` }))).not.toContain(secret);
  });

  test('names from outside are cut and cleaned', () => {
    const [problem] = problemsOf(pick, { json: pickWith({ [`evil\n\u202e\ud800${'x'.repeat(500)}`]: 1 }) });
    expect(problem?.path[0]).toMatch(/^evil\uFFFD{3}x{53}…$/);
  });

  test('text by characters, not by UTF-16 units', () => {
    expect(refusals(pick, { json: pickWith({ priorityCode: '😀'.repeat(10) }) })).toEqual([]);
    expect(refusals(pick, { json: pickWith({ priorityCode: '😀'.repeat(11) }) })).toEqual(['priorityCode maxLength']);
    expect(refusals(pick, { json: pickWith({ priorityCode: 'x'.repeat(11) }) })).toEqual(['priorityCode maxLength']);
  });

  test('an empty required text', () => {
    expect(refusals(pick, { json: pickWith({ tenantId: '' }) })).toEqual(['tenantId required']);
  });

  test.each(['startDate', 'status', 'totalQty', 'lines'])('empty text for %s', (field) => {
    expect(refusals(pick, { json: pickWith({ [field]: '' }) })).toHaveLength(1);
  });

  test('the 1,001st entry, once', () => {
    const lines = Array.from({ length: 1001 }, () => line);
    expect(refusals(pick, { json: pickWith({ lines }) })).toEqual(['lines maxItems']);
    expect(refusals(pick, { json: pickWith({ lines: lines.slice(1) }) })).toEqual([]);
  });

  test.each([null, [], 'text', 5, true, undefined])('%s instead of an object', (json) => {
    expect(refusals(pick, { json })).toEqual([' type']);
  });

  test('a key given twice, whatever its values', () => {
    expect(refusals(pick, { text: `{"zoneId":"A",${pickTextWith({ zoneId: '"A"' }).slice(1)}` })).toEqual([
      'zoneId duplicate',
    ]);
    expect(refusals(pick, { text: `{"zoneId":null,${pickTextWith({ zoneId: '"A"' }).slice(1)}` })).toEqual([
      'zoneId duplicate',
    ]);
    expect(refusals(pick, { text: `{"zone\\u0049d":"A",${pickTextWith({ zoneId: '"A"' }).slice(1)}` })).toEqual([
      'zoneId duplicate',
    ]);
  });
});

describe('what an event is filed under', () => {
  test('scope, time and business keys, the header first', () => {
    const payload = prepared('shipment.closed', { text: eventTypeNamed('shipment.closed').exampleTexts[1] ?? '' });
    expect(payload).toMatchObject({
      tenantId: 'TENANT001',
      companyId: 'COMPANY001',
      fulfillmentCenterId: 'FC001',
      occurredAt: new Date('2026-02-02T16:00:00Z'),
      byteLength: payload.text.length,
    });
    expect(payload.businessKeys).toEqual([
      { name: 'workControlNumber', value: '1234567890' },
      { name: 'lpn', value: 'LPN00001' },
      { name: 'trackingNumber', value: '1Z999AA10123456784' },
      { name: 'salesOrderId', value: 'SO123456' },
      { name: 'customerId', value: 'CUST001' },
      { name: 'product', value: 'SKU001' },
      { name: 'upcBarcode', value: '012345678901' },
    ]);
  });

  test('keys once each, the header before entries that came earlier, at most so many', () => {
    const lines = Array.from({ length: 1000 }, (_, at) => ({ ...line, product: `P${at % 999}`, lpn: '"quoted"' }));
    const { businessKeys } = prepared(pick, { json: { lines, ...pickWith({ lines }), waveId: 'W' } });
    expect(businessKeys.slice(0, 4)).toEqual([
      { name: 'workControlNumber', value: '1000098765' },
      { name: 'waveId', value: 'W' },
      { name: 'product', value: 'P0' },
      { name: 'lpn', value: '"quoted"' },
    ]);
    expect(businessKeys).toHaveLength(businessKeyLimit);
  });
});

describe('size', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      ...line,
      lineNumber: at + 1,
      productDescription: 'x'.repeat(255),
      lot: 'y'.repeat(50),
    }));

  test('just under a mebibyte passes, a byte more does not', () => {
    const text = JSON.stringify(pickWith({ lines: lines(1000) }));
    const room = payloadLimitBytes - Buffer.byteLength(text);
    expect(prepared(pick, { text: text + ' '.repeat(room) }).text).toBe(text);
    expect(refusals(pick, { text: text + ' '.repeat(room + 1) })).toEqual([' size']);
  });

  test('bytes count, not characters', () => {
    const wide = Array.from({ length: 1000 }, () => ({
      ...line,
      productDescription: '€'.repeat(255),
      substitutedProduct: '€'.repeat(50),
      kitProduct: '€'.repeat(50),
    }));
    expect(refusals(pick, { json: pickWith({ lines: wide }) })).toEqual([' size']);
    expect(refusals(pick, { text: JSON.stringify(pickWith({ lines: wide })) })).toEqual([' size']);
  });

  test('endless JSON', () => {
    expect(refusals(pick, { json: Array.from({ length: 600_000 }, () => null) })).toEqual([' size']);
  });
});
