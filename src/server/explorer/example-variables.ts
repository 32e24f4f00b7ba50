/** Variables for an example operation, chosen by their types, so that a new operation gets them too. */
import { Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';
import { documentedShipment } from '../../catalogue/documented-shipment.ts';
import { TENANT_PLACEHOLDER, UNIQUE_PLACEHOLDER } from './page-config.ts';

export interface ExampleOptions {
  /** Where the example webhook points; the demo receiver where there is one. */
  readonly receiverUrl?: string | undefined;
}

/** What is optional and not here is left out. */
export function exampleVariables(
  operation: OperationDefinitionNode,
  { receiverUrl = 'https://example.com/hooks' }: ExampleOptions,
): Record<string, unknown> {
  const [root] = operation.selectionSet.selections;
  const subject = root?.kind === Kind.FIELD ? root.name.value : 'object';
  const idOfSubject = `<id of the ${subject.replace(/^.*(?=webhook$)/i, '').toLowerCase()}>`;

  const byType: Readonly<Record<string, () => unknown>> = {
    CreateWebhookInput: () => ({ name: 'Example receiver', url: receiverUrl, eventTypes: ['shipment.*'] }),
    UpdateWebhookInput: () => ({ name: 'Renamed receiver' }),
    PreviewTargetInput: () => ({
      draft: { name: 'Example receiver', url: receiverUrl, eventTypes: ['shipment.*'] },
    }),
    PublishEventInput: shipmentInput,
    StartReplayInput: () => ({
      webhooks: [{ id: '<id of the webhook>' }],
      receivedAt: { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' },
      dryRun: true,
    }),
    CreateApiKeyInput: () => ({ name: 'Example dashboard', role: 'VIEWER' }),
    DateTimeRangeInput: () => ({ from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }),
    SampleEventInput: () => ({ eventType: 'shipment.closed' }),
    WebhookRefInput: () => ({ id: '<id of the webhook>' }),
    EventTypeName: () => 'shipment.closed',
    EventTypePattern: () => 'shipment.*',
    HttpsUrl: () => receiverUrl,
  };
  const valueOf = (name: string, type: TypeNode, isRequired: boolean): unknown => {
    if (type.kind === Kind.NON_NULL_TYPE) return valueOf(name, type.type, true);
    if (type.kind === Kind.LIST_TYPE) {
      // Of an optional list also the entries are optional, whatever its type says of them.
      const entry = type.type.kind === Kind.NON_NULL_TYPE ? type.type.type : type.type;
      const item = valueOf(name, entry, isRequired);
      return item === undefined ? undefined : [item];
    }
    const known = byType[type.name.value];
    if (known !== undefined) return known();
    if (name === 'businessKey') return isRequired ? '<sales order, LPN, tracking number …>' : undefined;
    if (name === 'condition') return 'trackingStatus == "SHIPPED" && details.exists(d, d.quantityShipped > 10)';
    if (type.name.value === 'Int' && name === 'first') return 10;
    return isRequired ? idOfSubject : undefined;
  };

  return Object.fromEntries(
    (operation.variableDefinitions ?? [])
      // What has a default needs no example.
      .filter(({ defaultValue }) => defaultValue === undefined)
      .map(({ variable, type }) => [variable.name.value, valueOf(variable.name.value, type, false)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** The payload of the vendor's documentation. As text: GraphiQL would underline every line of the JSON form in red. */
const shipmentInput = (): object => ({
  type: 'shipment.closed',
  idempotencyKey: `explorer-${UNIQUE_PLACEHOLDER}`,
  payload: { text: JSON.stringify(JSON.parse(documentedShipment(TENANT_PLACEHOLDER))) },
});
