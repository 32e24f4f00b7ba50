/**
 * CPU that checking one payload costs, beside what JSON.parse alone costs for the same text on the same machine.
 * Alone: `node bench/validation.ts`.
 */
import { findEventType } from '../src/catalogue/event-types.ts';
import { preparePayload, type PayloadInput } from '../src/catalogue/prepare-payload.ts';

export interface ValidationCost {
  readonly payload: string;
  readonly bytes: number;
  /** CPU milliseconds of one run, user and system: the median of several rounds, warm. */
  readonly cpuMs: number;
}

/** Measures for about two seconds. */
export function measureValidation(): readonly ValidationCost[] {
  const type = findEventType('shipment.closed');
  if (type === undefined) throw new Error('No shipment.closed');
  const sample = JSON.stringify(JSON.parse(type.exampleText));
  const large = largeShipment(type.exampleText, 1000);
  const prepare = (input: PayloadInput) => () => {
    if (!preparePayload(type, input).ok) throw new Error('The payload of the benchmark is refused');
  };
  const cost = (payload: string, text: string, run: () => unknown, repeats: number): ValidationCost => ({
    payload,
    bytes: Buffer.byteLength(text),
    cpuMs: medianCpuMs(run, repeats),
  });
  return [
    cost('shipment sample, JSON text', sample, prepare({ text: sample }), 500),
    cost('shipment sample, indented text', type.exampleText, prepare({ text: type.exampleText }), 500),
    cost('shipment sample, parsed JSON', sample, prepare({ json: JSON.parse(sample) as unknown }), 500),
    cost('shipment sample, JSON.parse alone', sample, () => JSON.parse(sample) as unknown, 500),
    cost('shipment of 1,000 lines, JSON text', large, prepare({ text: large }), 5),
    cost('shipment of 1,000 lines, parsed JSON', large, prepare({ json: JSON.parse(large) as unknown }), 5),
    cost('shipment of 1,000 lines, JSON.parse alone', large, () => JSON.parse(large) as unknown, 5),
  ];
}

/** The sample with its lines repeated to that many, as one line of JSON. */
export function largeShipment(exampleText: string, lines: number): string {
  const sample = JSON.parse(exampleText) as { details: Record<string, unknown>[] };
  const details = Array.from({ length: lines }, (_, at) => ({
    ...sample.details[at % sample.details.length],
    lineNumber: at + 1,
    product: `SKU-${String(at).padStart(6, '0')}`,
  }));
  return JSON.stringify({ ...sample, details });
}

/** CPU milliseconds of one run, user and system: the median of fifteen rounds. */
export function medianCpuMs(run: () => unknown, repeats: number): number {
  const rounds = Array.from({ length: 15 }, () => {
    const before = process.cpuUsage();
    for (let count = 0; count < repeats; count++) run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / repeats;
  });
  return rounds.sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;
}

if (import.meta.main) {
  for (const { payload, bytes, cpuMs } of measureValidation()) {
    console.log(`${payload.padEnd(42)} ${String(bytes).padStart(7)} bytes ${cpuMs.toFixed(3).padStart(8)} ms CPU`);
  }
}
