/** The index of the event reference, with what holds for the payloads of all events. */
import type { EventTypeDefinition } from '../event-types.ts';
import { businessKeyLimit, payloadLimitBytes } from '../prepare-payload.ts';
import { code, markdownPage, markdownTable } from './markdown.ts';

export function renderIndexPage(types: readonly EventTypeDefinition[]): string {
  return markdownPage([
    '<!-- Generated from schema/events by `npm run generate`. Do not edit. -->',
    '# Events',
    "What the warehouse tells, one page per event with every field. The event's type travels in the `X-Jasci-Event` header; the body is the payload and nothing else.",
    markdownTable(
      ['Event', 'Raised when', 'Fields', 'Drop repeats by', 'Order by'],
      types.map((type) => [
        `[${type.name}](${type.name}.md)`,
        type.raisedWhen,
        String(type.fields.length),
        type.naturalKey.map(code).join(', '),
        type.orderBy.map(code).join(', '),
      ]),
    ),
    '## How values are written',
    markdownTable(['Type', 'In the body', 'Accepted when publishing'], valueForms),
    '## Rules for every payload',
    rules.map((rule) => `- ${rule}`).join('\n'),
    '## In the API',
    api.map((rule) => `- ${rule}`).join('\n'),
  ]);
}

const valueForms = [
  [
    'string',
    'text; codes stay text, leading zeros matter',
    'at most the stated number of characters; no U+0000, no half of a surrogate pair',
  ],
  ['enum', "one of the enum's members", 'the same, letter by letter'],
  [
    'long',
    'a bare whole number up to 9223372036854775807; beyond 2^53-1 read it with a big-number parser',
    'the same, or its digits in a string; in parsed JSON beyond 2^53-1 only as a string',
  ],
  ['integer', 'a whole number', 'also written `1.0` or `1e2`'],
  [
    'float',
    'a number with at most the stated decimals, no padding',
    'any finite number within the limits; rounded half away from zero on its shortest decimal text',
  ],
  [
    'date',
    'UTC, `YYYY-MM-DDTHH:mm:ssZ`; only the top-level `timestamp` adds `.SSS`, when not zero',
    'RFC 3339 with seconds, `Z` or an offset, and up to nine digits of a fraction, which is cut',
  ],
  ['boolean', '`true` or `false`', 'the same'],
  ['array', 'at most 1,000 entries', 'the same'],
] as const;

const rules = [
  '**Absent, never null.** A field without a value is left out. When publishing, null and empty text count as absent; for a required field they are refused.',
  '**Unknown fields are refused when publishing**, by name, with the field that was probably meant. Receivers should ignore fields they do not know: new optional fields are no breaking change.',
  "`customField01` to `customField05` of shipment.closed are the place for a company's own values: any text of at most 200 characters.",
  'Keys keep the order in which they were published. Numbers and dates are made canonical, white space is removed: the same content gives the same bytes, published as JSON text, as JSON or as a typed object.',
  '"Expected when" is advice to the producer. A payload is not refused for it.',
  `A payload has at most ${payloadLimitBytes} bytes, as published and as delivered.`,
  `Business keys are taken out when the event is published, without repeats and at most ${businessKeyLimit} of them, those outside arrays first.`,
  'Fields marked as personal data name or locate people: every webhook gets them, and viewers see them masked.',
];

const api = [
  '`publishEvent(input: { type, payload, idempotencyKey })` takes the payload in one of three ways: `text` (JSON text), `json` (parsed JSON), or the typed object of the event, e.g. `shipmentClosed: { … }`.',
  '`text` and `json` are checked by the rules above, and everything wrong with them, up to twenty problems, comes back in `errors` with its path: `["input", "payload", "details", "3", "price"]`. In `publishEvents` a bad one stops only itself.',
  'The typed objects are checked by GraphQL first: an unknown or missing field, or a value of another kind, is a top-level error that refuses the whole request. Lengths, limits and dates come back in `errors` as for the others. Use `text` or `json` where a batch must go on without its bad events.',
  'A long is a string of digits in every answer. Given as a number in the variables of a request it must be at most 9007199254740991, because JSON parsers round beyond; as a string of digits, or written in the document itself, it is exact.',
  '`event { payload { ... on ShipmentClosed { … } } }` reads a payload as typed fields, null for what is absent; `payloadText` is the exact text that is delivered. Dates are shown as in that text. Where two events have a field of one name and different types (`status`), GraphQL asks for an alias in one of them.',
  '`eventTypes { nodes { name fieldCount fields { path type required description … } jsonSchema } }` lists every field.',
];
