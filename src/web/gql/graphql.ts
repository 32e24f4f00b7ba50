/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Values of shipment.closed addressValidationStatus. */
export type AddressValidationStatus =
  /** Found after a correction */
  | 'CORRECTED'
  /** Nobody checked */
  | 'NOT_CHECKED'
  /** Not found */
  | 'UNVERIFIED'
  /** Found as given */
  | 'VERIFIED';

/** How one HTTP attempt ended. */
export type AttemptOutcome =
  /** The worker stopped mid-attempt; the attempt is repeated. */
  | 'ABORTED'
  /** Resolved to an address that egress policy forbids (SSRF guard). */
  | 'BLOCKED_ADDRESS'
  /** TCP refused, reset or unreachable. */
  | 'CONNECTION_ERROR'
  /** Host name did not resolve. */
  | 'DNS_ERROR'
  /** Non-2xx status. */
  | 'HTTP_ERROR'
  /** The answer is not valid HTTP. */
  | 'PROTOCOL_ERROR'
  /** 3xx: redirects are never followed. */
  | 'REDIRECT_REFUSED'
  /** More header bytes, body bytes or socket bytes than the limits allow, without a usable status. */
  | 'RESPONSE_TOO_LARGE'
  /** 2xx. */
  | 'SUCCESS'
  /** No complete response within the timeout. */
  | 'TIMEOUT'
  /** Handshake or certificate failure. */
  | 'TLS_ERROR';

/** Filter for audit entries; all given conditions must hold. */
export type AuditFilter = {
  /** Names of mutations or commands. */
  actions?: Array<string> | null | undefined;
  /** Who did it. */
  actorIds?: Array<string> | null | undefined;
  /** When. */
  occurredAt?: DateTimeRangeInput | null | undefined;
  /** The things it was done to. */
  targetIds?: Array<string> | null | undefined;
  /** Kinds of things. */
  targetTypes?: Array<AuditTargetType> | null | undefined;
};

/** What an audit entry is about. */
export type AuditTargetType =
  /** An API key. */
  | 'API_KEY'
  /** A delivery. */
  | 'DELIVERY'
  /** An event type. */
  | 'EVENT_TYPE'
  /** A replay job. */
  | 'REPLAY'
  /** The tenant itself: its settings or its data. */
  | 'TENANT'
  /** A webhook, or one of its secrets. */
  | 'WEBHOOK';

/** Why a delivery was cancelled. */
export type CancelReason =
  /** Its webhook was disabled because the endpoint answered 410 Gone. */
  | 'ENDPOINT_GONE'
  /** Its webhook was disabled by the failure policy (nothing but failures for too long). */
  | 'FAILURE_POLICY'
  /** The payload of its event was removed, by retention or by an erasure. */
  | 'PAYLOAD_REMOVED'
  /** A person or API key cancelled it. */
  | 'PERSON'
  /** Its webhook was deleted. */
  | 'WEBHOOK_DELETED'
  /** Its webhook was disabled. */
  | 'WEBHOOK_DISABLED';

/** Circuit breaker state of the endpoint. */
export type CircuitState =
  /** Requests flow. */
  | 'CLOSED'
  /** Probing with limited traffic. */
  | 'HALF_OPEN'
  /** No requests until nextProbeAt. */
  | 'OPEN';

/** Whether a count is exact. */
export type CountPrecision =
  /** Counting stopped at the limit, or a search for rare rows at what one request may read; there are at least count rows. */
  | 'AT_LEAST'
  /** count is exact. */
  | 'EXACT';

/** A new API key. */
export type CreateApiKeyInput = {
  /** PUBLISHER only: types it may publish and see. */
  allowedEventTypes?: Array<string> | null | undefined;
  /** Expiry. */
  expiresAt?: string | null | undefined;
  /** VIEWER only: whether it sees what the event schemas mark as personal data; the other roles do. */
  mayReadPersonalData?: boolean;
  /** Display name. */
  name: string;
  /** Role. */
  role: Role;
  /** Scope, at most the caller's own, which is the default. */
  scope?: ScopeInput | null | undefined;
};

/** Fields of a new webhook. */
export type CreateWebhookInput = {
  /** CEL condition over the payload, e.g. lines.exists(l, l.quantityShort > 0). It must fit every type that the patterns ask for; a problem names line, column and type. */
  condition?: string | null | undefined;
  /** Free text. */
  description?: string | null | undefined;
  /** At least one pattern; each must match an event type. */
  eventTypes: Array<string>;
  /** Custom headers. */
  headers?: Array<HttpHeaderInput> | null | undefined;
  /** Repeat-safe creation, for seven days: same key and input returns the first webhook (without the secret). */
  idempotencyKey?: string | null | undefined;
  /** Caller-chosen key; creating with a key that exists gives TAKEN. */
  key?: string | null | undefined;
  /** Labels. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Display name. */
  name: string;
  /** Retry behaviour. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** Owner scope; omitted levels mean all. */
  scope?: ScopeInput | null | undefined;
  /** How its deliveries are signed. */
  signingAlgorithm?: SigningAlgorithm;
  /** Initial status. */
  status?: WebhookStatus;
  /** Outbound limits. */
  throttle?: ThrottlePolicyInput | null | undefined;
  /** Time limit of one attempt; 1 to 30 seconds. */
  timeout?: string | null | undefined;
  /** Target. */
  url: string;
};

/** Ad-hoc sample. */
export type CustomSampleInput = {
  /** Payload as JSON text. */
  payloadText: string;
  /** Type. */
  type: string;
};

/** Values of shipment.closed customsContentsType. */
export type CustomsContentsType =
  /** Papers */
  | 'DOCUMENTS'
  /** A gift */
  | 'GIFT'
  /** Goods that were sold */
  | 'MERCHANDISE'
  /** Anything else */
  | 'OTHER'
  /** Goods that go back */
  | 'RETURNED_GOODS'
  /** Samples */
  | 'SAMPLE';

/** Half-open time range [from, to). */
export type DateTimeRangeInput = {
  /** Inclusive start. */
  from?: string | null | undefined;
  /** Exclusive end. */
  to?: string | null | undefined;
};

/** Filter for deliveries: fields are ANDed, list members are ORed. */
export type DeliveryFilter = {
  /** Attempts made. */
  attemptCount?: IntRangeInput | null | undefined;
  /** Exact business key value, e.g. a sales order or tracking number. */
  businessKey?: string | null | undefined;
  /** Created in this range. */
  createdAt?: DateTimeRangeInput | null | undefined;
  /** Events. */
  eventIds?: Array<string> | null | undefined;
  /** Types or patterns. */
  eventTypes?: Array<string> | null | undefined;
  /** Outcome of the last attempt. */
  lastOutcome?: Array<AttemptOutcome> | null | undefined;
  /** Status code of the last attempt. */
  lastStatusCode?: IntRangeInput | null | undefined;
  /** Made by this replay. */
  replayId?: string | null | undefined;
  /** Of events inside this scope. */
  scope?: ScopeInput | null | undefined;
  /** Exact id of a delivery or an event, or an event's correlation id. */
  search?: string | null | undefined;
  /** Statuses. */
  status?: Array<DeliveryStatus> | null | undefined;
  /** Causes. */
  trigger?: Array<DeliveryTrigger> | null | undefined;
  /** Webhooks. */
  webhookIds?: Array<string> | null | undefined;
};

/** Life cycle of a delivery. */
export type DeliveryStatus =
  /** Cancelled by an operator, or the webhook was deleted or disabled. */
  | 'CANCELED'
  /** All attempts used or a permanent failure: the dead letter. */
  | 'FAILED'
  /** Held because the webhook is paused, its circuit is open or its secrets cannot be opened: see holdReason. */
  | 'HELD'
  /** An attempt is in flight. Not kept in the history: such a delivery reads as PENDING or RETRYING. */
  | 'IN_PROGRESS'
  /** Accepted, waiting for its first attempt. */
  | 'PENDING'
  /** Failed at least once; nextAttemptAt is set. */
  | 'RETRYING'
  /** An attempt got a 2xx. */
  | 'SUCCEEDED';

/** What caused a delivery. */
export type DeliveryTrigger =
  /** A published event matched. */
  | 'EVENT'
  /** redeliver. */
  | 'REDELIVERY'
  /** A replay job. */
  | 'REPLAY'
  /** testWebhook. */
  | 'TEST';

/** Filter for live delivery updates. */
export type DeliveryUpdateFilter = {
  /** Types or patterns. */
  eventTypes?: Array<string> | null | undefined;
  /** One replay job. */
  replayId?: string | null | undefined;
  /** Webhooks inside this scope. */
  scope?: ScopeInput | null | undefined;
  /** Only changes into one of these statuses. */
  status?: Array<DeliveryStatus> | null | undefined;
  /** Causes. */
  trigger?: Array<DeliveryTrigger> | null | undefined;
  /** Webhooks. */
  webhookIds?: Array<string> | null | undefined;
};

/** Why an event was or was not sent. */
export type DeliveryVerdict =
  /** The condition could not be evaluated (a field was missing). */
  | 'CONDITION_ERROR'
  /** The condition was false. */
  | 'CONDITION_FALSE'
  /** A delivery exists. */
  | 'MATCHED'
  /** The event is outside the webhook's company or fulfillment center. */
  | 'OUT_OF_SCOPE'
  /** The webhook is not subscribed to this type. */
  | 'TYPE_NOT_SUBSCRIBED'
  /** What would decide is not kept any more; the explanation says what is known. */
  | 'UNKNOWN'
  /** The webhook was created later. */
  | 'WEBHOOK_CREATED_LATER'
  /** The webhook was disabled at that time. */
  | 'WEBHOOK_DISABLED';

/** Values of shipment.closed cartons[].dimensionUnitOfMeasure. */
export type DimensionUnit =
  /** Centimetre */
  | 'CM'
  /** Inch */
  | 'IN';

/** Values of shipment.closed dutiesPaidBy. */
export type DutiesPaidBy =
  /** The recipient */
  | 'RECIPIENT'
  /** The sender */
  | 'SENDER'
  /** A third party */
  | 'THIRD_PARTY';

/** Filter for events. */
export type EventFilterBy = {
  /** Exact business key value, e.g. a sales order or tracking number. */
  businessKey?: string | null | undefined;
  /** Exact correlation id. */
  correlationId?: string | null | undefined;
  /** Types or patterns. */
  eventTypes?: Array<string> | null | undefined;
  /** Exact idempotency key, for as long as keys are remembered: seven days. */
  idempotencyKey?: string | null | undefined;
  /** Received in this range. */
  receivedAt?: DateTimeRangeInput | null | undefined;
  /** Inside this scope. */
  scope?: ScopeInput | null | undefined;
};

/** Exactly one: JSON text, parsed JSON, or the typed object of the event. The same content gives the same bytes, keys in the order in which they were given. */
export type EventPayloadInput =
  {   /** Typed payload of inventory.updated. GraphQL itself checks names, required fields and kinds of value before anything is published, and refuses the whole request; limits are told in errors. */
  inventoryUpdated: InventoryUpdatedInput; json?: never; orderStatus?: never; pickConfirmed?: never; returnReceived?: never; shipmentClosed?: never; text?: never; }
  |  { inventoryUpdated?: never;   /** Parsed JSON. In variables, Long values beyond 9007199254740991 must be strings; written in the document they are exact. What is wrong with it is told in errors. */
  json: Record<string, unknown>; orderStatus?: never; pickConfirmed?: never; returnReceived?: never; shipmentClosed?: never; text?: never; }
  |  { inventoryUpdated?: never; json?: never;   /** Typed payload of order.status. GraphQL itself checks names, required fields and kinds of value before anything is published, and refuses the whole request; limits are told in errors. */
  orderStatus: OrderStatusInput; pickConfirmed?: never; returnReceived?: never; shipmentClosed?: never; text?: never; }
  |  { inventoryUpdated?: never; json?: never; orderStatus?: never;   /** Typed payload of pick.confirmed. GraphQL itself checks names, required fields and kinds of value before anything is published, and refuses the whole request; limits are told in errors. */
  pickConfirmed: PickConfirmedInput; returnReceived?: never; shipmentClosed?: never; text?: never; }
  |  { inventoryUpdated?: never; json?: never; orderStatus?: never; pickConfirmed?: never;   /** Typed payload of return.received. GraphQL itself checks names, required fields and kinds of value before anything is published, and refuses the whole request; limits are told in errors. */
  returnReceived: ReturnReceivedInput; shipmentClosed?: never; text?: never; }
  |  { inventoryUpdated?: never; json?: never; orderStatus?: never; pickConfirmed?: never; returnReceived?: never;   /** Typed payload of shipment.closed. GraphQL itself checks names, required fields and kinds of value before anything is published, and refuses the whole request; limits are told in errors. */
  shipmentClosed: ShipmentClosedInput; text?: never; }
  |  { inventoryUpdated?: never; json?: never; orderStatus?: never; pickConfirmed?: never; returnReceived?: never; shipmentClosed?: never;   /** JSON text, numbers of any length. What is wrong with it is told in errors. */
  text: string; };

/** Who produced an event type. */
export type EventTypeOrigin =
  /** Shipped with the WMS. */
  | 'BUILT_IN'
  /** Defined by this tenant. */
  | 'CUSTOM';

/** Kind of a failure. New ones may be added: clients must keep a default branch. */
export type FailureCategory =
  /** Dockhook itself stopped while this attempt was in flight. */
  | 'ABORTED'
  /** The host is, or resolves to, an address that webhooks may not reach. */
  | 'BLOCKED_ADDRESS'
  /** The receiver's certificate has expired. */
  | 'CERTIFICATE_EXPIRED'
  /** The receiver's certificate is not valid. */
  | 'CERTIFICATE_INVALID'
  /** The receiver's certificate is for another host name. */
  | 'CERTIFICATE_NAME_MISMATCH'
  /** The receiver's certificate is self-signed. */
  | 'CERTIFICATE_SELF_SIGNED'
  /** The authority that issued the receiver's certificate is not known, or an intermediate certificate is missing. */
  | 'CERTIFICATE_UNTRUSTED'
  /** The receiver refused the request. */
  | 'CLIENT_ERROR'
  /** The receiver, or something before it, closed the connection before its answer was complete. */
  | 'CONNECTION_LOST'
  /** Nothing listens on that port. */
  | 'CONNECTION_REFUSED'
  /** DNS knows no address for the host name. */
  | 'DNS_NOT_FOUND'
  /** The host name's DNS servers did not answer. */
  | 'DNS_NO_ANSWER'
  /** The host name's DNS servers answered with an error. */
  | 'DNS_SERVER_ERROR'
  /** The receiver says that it is gone for good, which disables a webhook that still has this URL. */
  | 'GONE'
  /** There is no route to the receiver. */
  | 'HOST_UNREACHABLE'
  /** The receiver has nothing at this path. */
  | 'NOT_FOUND'
  /** The payload is larger than the receiver accepts. */
  | 'PAYLOAD_TOO_LARGE'
  /** The answer of the receiver is not valid HTTP/1.1. */
  | 'PROTOCOL_ERROR'
  /** The receiver redirects to another place, and redirects are never followed. */
  | 'REDIRECT'
  /** The answer of the receiver is larger than the limits allow. */
  | 'RESPONSE_TOO_LARGE'
  /** The receiver, or a proxy before it, failed. */
  | 'SERVER_ERROR'
  /** The receiver took the request and did not answer within the time limit. */
  | 'TIMEOUT_ANSWER'
  /** The receiver began to answer and did not finish within the time limit. */
  | 'TIMEOUT_BODY'
  /** The receiver did not accept the connection within the time limit. */
  | 'TIMEOUT_CONNECT'
  /** The host name did not resolve within the time limit. */
  | 'TIMEOUT_DNS'
  /** The receiver did not finish the TLS handshake within the time limit. */
  | 'TIMEOUT_TLS'
  /** The receiver and Dockhook could not agree on a secure connection. */
  | 'TLS_HANDSHAKE'
  /** The receiver gets more requests than it allows. */
  | 'TOO_MANY_REQUESTS'
  /** The receiver did not accept the credentials of the request. */
  | 'UNAUTHORIZED'
  /** The receiver answered with a status that means neither success nor a known failure. */
  | 'UNUSUAL_STATUS';

/** Values of shipment.closed freightTerms. */
export type FreightTerms =
  /** The recipient pays */
  | 'COLLECT'
  /** The shipper pays */
  | 'PREPAID'
  /** The shipper pays and bills it on */
  | 'PREPAID_AND_ADD'
  /** A third party pays */
  | 'THIRD_PARTY';

/** Values of shipment.closed details[].hazmatPackingGroup. */
export type HazmatPackingGroup =
  /** Great danger */
  | 'I'
  /** Medium danger */
  | 'II'
  /** Minor danger */
  | 'III';

/** Why a delivery is HELD. */
export type HoldReason =
  /** The circuit of the webhook is not closed: it goes on as soon as the receiver is back. */
  | 'CIRCUIT'
  /** The webhook is paused: it goes on with activateWebhook. */
  | 'PAUSED'
  /** The service has no key for the secrets of the webhook: it goes on when the operator gives that key back, or when the secret was rotated without overlap and sensitive headers were set anew. */
  | 'SECRETS';

/** A custom header. */
export type HttpHeaderInput = {
  /** Write-only when true: encrypted, and shown to nobody. Always so for a name that tells of a secret, such as Authorization, X-Api-Key or X-Access-Token. */
  isSensitive?: boolean;
  /** Name; hop-by-hop, Host, Content-* and webhook-* names are refused. */
  name: string;
  /** Value. Required, but for a sensitive header in updateWebhook that keeps the value it has. */
  value?: string | null | undefined;
};

/** Values of shipment.closed incoterms. */
export type Incoterms =
  /** Cost and freight */
  | 'CFR'
  /** Cost, insurance and freight */
  | 'CIF'
  /** Carriage and insurance paid to */
  | 'CIP'
  /** Carriage paid to */
  | 'CPT'
  /** Delivered at place */
  | 'DAP'
  /** Delivered duty paid */
  | 'DDP'
  /** Delivered at place unloaded */
  | 'DPU'
  /** Ex works */
  | 'EXW'
  /** Free alongside ship */
  | 'FAS'
  /** Free carrier */
  | 'FCA'
  /** Free on board */
  | 'FOB';

/** Inclusive integer range. */
export type IntRangeInput = {
  /** Upper bound. */
  max?: number | null | undefined;
  /** Lower bound. */
  min?: number | null | undefined;
};

/** Values of inventory.updated documentType. */
export type InventoryDocumentType =
  /** An inbound advance ship notice */
  | 'ASN'
  /** A count task */
  | 'CYCLE_COUNT'
  /** No document */
  | 'NONE'
  /** A purchase order */
  | 'PURCHASE_ORDER'
  /** A return authorisation */
  | 'RMA'
  /** A sales order */
  | 'SALES_ORDER'
  /** A transfer between warehouses */
  | 'TRANSFER_ORDER'
  /** A kitting or production order */
  | 'WORK_ORDER';

/** Values of inventory.updated source. */
export type InventorySource =
  /** Another system */
  | 'API'
  /** A conveyor, robot or sorter */
  | 'AUTOMATION'
  /** A file that was loaded */
  | 'IMPORT'
  /** A handheld terminal */
  | 'RF'
  /** The warehouse system itself */
  | 'SYSTEM'
  /** A person at the web application */
  | 'WEB';

/** Values of inventory.updated lines[].inventoryStatusCode, lines[].previousInventoryStatusCode; return.received lines[].inventoryStatusCode. */
export type InventoryStatus =
  /** Can be promised and picked */
  | 'AVAILABLE'
  /** Unsellable, damaged */
  | 'DAMAGED'
  /** Past its lot expiry */
  | 'EXPIRED'
  /** Blocked by a person or a rule */
  | 'HOLD'
  /** Waits for a quality decision */
  | 'QUARANTINE'
  /** Came back and is not yet judged */
  | 'RETURNS';

/** Values of inventory.updated transactionType. */
export type InventoryTransactionType =
  /** A person corrected the balance */
  | 'ADJUSTMENT'
  /** A count found another quantity */
  | 'CYCLE_COUNT'
  /** A kit was taken apart */
  | 'KIT_BREAK'
  /** Components were made into a kit */
  | 'KIT_BUILD'
  /** Stock went from one bin to another */
  | 'MOVE'
  /** Goods came in from a supplier */
  | 'RECEIPT'
  /** Goods came back on an RMA */
  | 'RETURN'
  /** Stock was destroyed */
  | 'SCRAP'
  /** Goods left on a shipment; the only cause that lowers on hand for an order */
  | 'SHIPMENT'
  /** Stock kept its place and got another inventory status */
  | 'STATUS_CHANGE'
  /** Goods came from another warehouse */
  | 'TRANSFER_IN'
  /** Goods left for another warehouse */
  | 'TRANSFER_OUT';

/** Input of InventoryUpdated. */
export type InventoryUpdatedInput = {
  /** Inbound ASN, for a receipt. */
  asn?: string | null | undefined;
  /** Company (client) that owns the stock. */
  companyId: string;
  /** Count task, for a count. */
  cycleCountId?: string | null | undefined;
  /** Its number. */
  documentId?: string | null | undefined;
  /** Kind of document behind the change. */
  documentType?: InventoryDocumentType | null | undefined;
  /** X12 element 181 code, so that a 947 can be written from the event. */
  ediAdjustmentReasonCode?: string | null | undefined;
  /** Warehouse whose balance changed. */
  fulfillmentCenterId: string;
  /** When the stock changed. */
  lastActivityDate: string;
  /** Who changed it. */
  lastActivityTeamMember?: string | null | undefined;
  /** One entry a balance (product, lot, location, status) that changed. */
  lines: Array<InventoryUpdatedLineInput>;
  /** Remark. */
  notes?: string | null | undefined;
  /** Purchase order, for a receipt. */
  purchaseOrderId?: string | null | undefined;
  /** Company's reason code. Expected when transactionType in (ADJUSTMENT, CYCLE_COUNT, STATUS_CHANGE, SCRAP). */
  reasonCode?: string | null | undefined;
  /** Text of that code. */
  reasonDescription?: string | null | undefined;
  /** Return authorisation, for a return. */
  rmaNumber?: string | null | undefined;
  /** Sales order, for a shipment. */
  salesOrderId?: string | null | undefined;
  /** Where the change came from. */
  source?: InventorySource | null | undefined;
  /** Tenant that owns the data. */
  tenantId: string;
  /** Instant at which the event was raised. */
  timestamp: string;
  /** Entries in lines[]. */
  totalLines?: number | null | undefined;
  /** Identity of the stock transaction; the key to drop duplicates. */
  transactionId: string;
  /** Rising number per tenant and warehouse, to order what arrives out of order. */
  transactionSequence: string | number;
  /** What changed the stock; the first four are the documented causes. */
  transactionType: InventoryTransactionType;
  /** Work that made the change. */
  workControlNumber?: string | number | null | undefined;
};

/** Input of InventoryUpdatedLine. */
export type InventoryUpdatedLineInput = {
  /** Stock status after the change. */
  inventoryStatusCode?: InventoryStatus | null | undefined;
  /** Ordinal in the event. */
  lineNumber: number;
  /** Bin whose balance changed. */
  location?: string | null | undefined;
  /** Lot. */
  lot?: string | null | undefined;
  /** Expiry of the lot. */
  lotExpirationDate?: string | null | undefined;
  /** Container of the stock. */
  lpn?: string | null | undefined;
  /** Stock status before the change. */
  previousInventoryStatusCode?: InventoryStatus | null | undefined;
  /** The same before, so that a threshold crossing is visible. */
  previousQuantityAvailable?: number | null | undefined;
  /** SKU. */
  product: string;
  /** Item text. */
  productDescription?: string | null | undefined;
  /** Balance after. */
  quantityAfter?: number | null | undefined;
  /** Reserved for orders, after. */
  quantityAllocated?: number | null | undefined;
  /** On hand that can be promised, after. */
  quantityAvailable: number;
  /** Owed to orders, after. */
  quantityBackordered?: number | null | undefined;
  /** Balance before. */
  quantityBefore?: number | null | undefined;
  /** Signed change of the balance. */
  quantityChange: number;
  /** What the count found. */
  quantityCounted?: number | null | undefined;
  /** Under way between warehouses, after. */
  quantityInTransit?: number | null | undefined;
  /** On hand of the SKU in the whole warehouse, after. */
  quantityOnHand: number;
  /** Blocked, after. */
  quantityOnHold?: number | null | undefined;
  /** Expected on purchase orders, after. */
  quantityOnOrder?: number | null | undefined;
  /** Level under which to replenish. */
  reorderPoint?: number | null | undefined;
  /** Serial number 1 of at most ten captured for this line entry. */
  serial01?: string | null | undefined;
  /** Serial number 2 of at most ten captured for this line entry. */
  serial02?: string | null | undefined;
  /** Serial number 3 of at most ten captured for this line entry. */
  serial03?: string | null | undefined;
  /** Serial number 4 of at most ten captured for this line entry. */
  serial04?: string | null | undefined;
  /** Serial number 5 of at most ten captured for this line entry. */
  serial05?: string | null | undefined;
  /** Serial number 6 of at most ten captured for this line entry. */
  serial06?: string | null | undefined;
  /** Serial number 7 of at most ten captured for this line entry. */
  serial07?: string | null | undefined;
  /** Serial number 8 of at most ten captured for this line entry. */
  serial08?: string | null | undefined;
  /** Serial number 9 of at most ten captured for this line entry. */
  serial09?: string | null | undefined;
  /** Serial number 10 of at most ten captured for this line entry. */
  serial10?: string | null | undefined;
  /** Other bin of a move. */
  toLocation?: string | null | undefined;
  /** Cost of one unit. */
  unitCost?: number | null | undefined;
  /** Unit of the quantities. */
  unitOfMeasureCode: string;
  /** UPC or other code. */
  upcBarcode?: string | null | undefined;
};

/** Input of OrderStatus. */
export type OrderStatusInput = {
  /** Date after which the buyer may refuse. */
  cancelAfterDate?: string | null | undefined;
  /** Carrier code. */
  carrier?: string | null | undefined;
  /** Service level code. */
  carrierService?: string | null | undefined;
  /** Order number on that channel. */
  channelOrderId?: string | null | undefined;
  /** Ship-to city. */
  city?: string | null | undefined;
  /** Company (client) inside the tenant. */
  companyId: string;
  /** Ship-to country. */
  countryCode?: string | null | undefined;
  /** ISO 4217 code of the amounts. */
  currencyCode?: string | null | undefined;
  /** Company that receives. */
  customerCompany?: string | null | undefined;
  /** Customer account. */
  customerId?: string | null | undefined;
  /** Buyer's purchase order number. */
  customerPurchaseOrderNumber?: string | null | undefined;
  /** Expected delivery. */
  estimatedDeliveryDate?: string | null | undefined;
  /** Recipient's first name. */
  firstName?: string | null | undefined;
  /** Warehouse that works the order. */
  fulfillmentCenterId: string;
  /** Latest change to the order. */
  lastActivityDate?: string | null | undefined;
  /** Who made it. */
  lastActivityTeamMember?: string | null | undefined;
  /** Recipient's last name. */
  lastName?: string | null | undefined;
  /** Lines of the order as they stand after the change. */
  lines: Array<OrderStatusLineInput>;
  /** When the order was placed. */
  orderDate?: string | null | undefined;
  /** Status now. */
  orderStatus: OrderStatusValue;
  /** Grand total. */
  orderTotal?: number | null | undefined;
  /** Order class. */
  orderType?: string | null | undefined;
  /** Status before; absent for a new order. */
  previousOrderStatus?: OrderStatusValue | null | undefined;
  /** Order priority. */
  priorityCode?: string | null | undefined;
  /** Delivery date asked for. */
  requestedDeliveryDate?: string | null | undefined;
  /** Ship-by date asked for. */
  requestedShipDate?: string | null | undefined;
  /** Channel or marketplace. */
  salesChannel?: string | null | undefined;
  /** Order that changed. */
  salesOrderId: string;
  /** When it shipped. */
  shipDate?: string | null | undefined;
  /** Ship-to state or province code. */
  stateCode?: string | null | undefined;
  /** When the status changed. */
  statusDate: string;
  /** Reason code of a hold, cancel or backorder. Expected when orderStatus in (ON_HOLD, CANCELLED). */
  statusReasonCode?: string | null | undefined;
  /** Text of that code. */
  statusReasonDescription?: string | null | undefined;
  /** Rising number per order, to order what arrives out of order. */
  statusSequence: number;
  /** Tenant that owns the data. */
  tenantId: string;
  /** Instant at which the event was raised. */
  timestamp: string;
  /** Lines of the order. */
  totalLines?: number | null | undefined;
  /** Quantity reserved. */
  totalQuantityAllocated?: number | null | undefined;
  /** Quantity owed. */
  totalQuantityBackordered?: number | null | undefined;
  /** Quantity dropped. */
  totalQuantityCancelled?: number | null | undefined;
  /** Quantity picked. */
  totalQuantityPicked?: number | null | undefined;
  /** Quantity ordered. */
  totalQuantityRequired?: number | null | undefined;
  /** Quantity shipped. */
  totalQuantityShipped?: number | null | undefined;
  /** Main tracking number, once shipped. */
  trackingNumber?: string | null | undefined;
  /** Wave of that work. */
  waveId?: string | null | undefined;
  /** Work that made the change. */
  workControlNumber?: string | number | null | undefined;
  /** Ship-to postal code. */
  zipCode?: string | null | undefined;
};

/** Input of OrderStatusLine. */
export type OrderStatusLineInput = {
  /** When owed stock is expected. */
  expectedAvailabilityDate?: string | null | undefined;
  /** Line on the order. */
  lineNumber: number;
  /** Status of the line now. */
  lineStatus: OrderStatusValue;
  /** Status of the line before. */
  previousLineStatus?: OrderStatusValue | null | undefined;
  /** Unit price. */
  price?: number | null | undefined;
  /** SKU. */
  product: string;
  /** Item text. */
  productDescription?: string | null | undefined;
  /** Quantity reserved. */
  quantityAllocated?: number | null | undefined;
  /** Quantity owed. */
  quantityBackordered?: number | null | undefined;
  /** Quantity dropped. */
  quantityCancelled?: number | null | undefined;
  /** Quantity packed. */
  quantityPacked?: number | null | undefined;
  /** Quantity picked. */
  quantityPicked?: number | null | undefined;
  /** Quantity ordered. */
  quantityRequired: number;
  /** Quantity shipped. */
  quantityShipped?: number | null | undefined;
  /** Unit of the quantities. */
  unitOfMeasureCode?: string | null | undefined;
};

/** Values of order.status orderStatus, previousOrderStatus, lines[].lineStatus, lines[].previousLineStatus. */
export type OrderStatusValue =
  /** Stock is reserved */
  | 'ALLOCATED'
  /** Waits for stock */
  | 'BACKORDERED'
  /** Dropped before shipping */
  | 'CANCELLED'
  /** Nothing more will happen */
  | 'CLOSED'
  /** Stopped by a person or a rule */
  | 'ON_HOLD'
  /** All packages are sealed */
  | 'PACKED'
  /** Packing has begun */
  | 'PACKING'
  /** Some quantity left, some is still open */
  | 'PARTIALLY_SHIPPED'
  /** All that can be picked is picked */
  | 'PICKED'
  /** Picking has begun */
  | 'PICKING'
  /** The warehouse has the order */
  | 'RECEIVED'
  /** Given to the floor */
  | 'RELEASED'
  /** Everything that will ship has left */
  | 'SHIPPED';

/** Values of pick.confirmed lines[].captureMethod. */
export type PickCaptureMethod =
  /** Pick-to-light button */
  | 'LIGHT'
  /** Typed in */
  | 'MANUAL'
  /** RFID read */
  | 'RFID'
  /** A robot reported it */
  | 'ROBOT'
  /** Bar code scan */
  | 'SCAN'
  /** Spoken check digits */
  | 'VOICE';

/** Input of PickConfirmed. */
export type PickConfirmedInput = {
  /** Who was assigned, if another confirmed. */
  assignedTeamMember?: string | null | undefined;
  /** Batch or cluster of tasks. */
  batchId?: string | null | undefined;
  /** Planned carrier. */
  carrier?: string | null | undefined;
  /** Planned service. */
  carrierService?: string | null | undefined;
  /** Cart or robot that carried the totes. */
  cartNumber?: string | null | undefined;
  /** Company (client) inside the tenant. */
  companyId: string;
  /** Replaces an earlier confirmation of the same task. */
  correctionFlag?: boolean | null | undefined;
  /** Customer account. */
  customerId?: string | null | undefined;
  /** Scanner or headset used. */
  deviceId?: string | null | undefined;
  /** Last scan of the task. */
  endDate?: string | null | undefined;
  /** Truck, lift or robot used. */
  equipmentId?: string | null | undefined;
  /** Warehouse where the pick took place. */
  fulfillmentCenterId: string;
  /** When the pick was confirmed. */
  lastActivityDate: string;
  /** Who confirmed it. */
  lastActivityTeamMember?: string | null | undefined;
  /** One entry a picked line, location, lot and group of ten serials. */
  lines: Array<PickConfirmedLineInput>;
  /** Order class. */
  orderType?: string | null | undefined;
  /** Seconds between the two. */
  pickDurationSeconds?: number | null | undefined;
  /** How tasks are grouped. */
  pickMethod?: PickMethod | null | undefined;
  /** Task priority. */
  priorityCode?: string | null | undefined;
  /** Ship-by date of the order. */
  requestedShipDate?: string | null | undefined;
  /** Order picked for; absent on batch work, see lines[].salesOrderId. */
  salesOrderId?: string | null | undefined;
  /** First scan of the task. */
  startDate?: string | null | undefined;
  /** Result of the task. */
  status: PickStatus;
  /** Tenant that owns the data. */
  tenantId: string;
  /** Instant at which the event was raised. */
  timestamp: string;
  /** Entries in lines[]. */
  totalLines: number;
  /** Quantity picked in all lines. */
  totalQty: number;
  /** Quantity asked in all lines. */
  totalQtyRequired?: number | null | undefined;
  /** Quantity not found in all lines. */
  totalQtyShort?: number | null | undefined;
  /** Wave the task belongs to. */
  waveId?: string | null | undefined;
  /** Number of the pick task. */
  workControlNumber: string | number;
  /** Purpose of the task. */
  workType?: PickWorkType | null | undefined;
  /** Pick zone of the task. */
  zoneId?: string | null | undefined;
};

/** Input of PickConfirmedLine. */
export type PickConfirmedLineInput = {
  /** Picked quantity in the stock-keeping unit. */
  baseQuantityProcessed?: number | null | undefined;
  /** That unit. */
  baseUnitOfMeasureCode?: string | null | undefined;
  /** How it was confirmed. */
  captureMethod?: PickCaptureMethod | null | undefined;
  /** Weighed amount of variable-weight goods. */
  catchWeight?: number | null | undefined;
  /** Who confirmed this line. */
  confirmedByTeamMember?: string | null | undefined;
  /** When this line was confirmed. */
  confirmedDate?: string | null | undefined;
  /** The short made the system ask for a count. */
  cycleCountRequestedFlag?: boolean | null | undefined;
  /** Container picked out of. */
  fromLpn?: string | null | undefined;
  /** Stock status picked from. */
  inventoryStatusCode?: string | null | undefined;
  /** Kit the item is a component of. */
  kitProduct?: string | null | undefined;
  /** Line ordinal in the task. */
  lineNumber: number;
  /** Bin picked from. */
  location: string;
  /** What is left in the bin. */
  locationQuantityRemaining?: number | null | undefined;
  /** Lot picked. */
  lot?: string | null | undefined;
  /** Expiry of the lot. */
  lotExpirationDate?: string | null | undefined;
  /** Tote or container picked into. */
  lpn?: string | null | undefined;
  /** Walk order. */
  pickSequence?: number | null | undefined;
  /** SKU picked. */
  product: string;
  /** Item text. */
  productDescription?: string | null | undefined;
  /** Quantity picked. */
  quantityProcessed: number;
  /** Quantity asked. */
  quantityRequired: number;
  /** Quantity not found. */
  quantityShort?: number | null | undefined;
  /** Order of this line on batch work. */
  salesOrderId?: string | null | undefined;
  /** Line on the sales order. */
  salesOrderLineNumber?: number | null | undefined;
  /** Serial number 1 of at most ten captured for this line entry. */
  serial01?: string | null | undefined;
  /** Serial number 2 of at most ten captured for this line entry. */
  serial02?: string | null | undefined;
  /** Serial number 3 of at most ten captured for this line entry. */
  serial03?: string | null | undefined;
  /** Serial number 4 of at most ten captured for this line entry. */
  serial04?: string | null | undefined;
  /** Serial number 5 of at most ten captured for this line entry. */
  serial05?: string | null | undefined;
  /** Serial number 6 of at most ten captured for this line entry. */
  serial06?: string | null | undefined;
  /** Serial number 7 of at most ten captured for this line entry. */
  serial07?: string | null | undefined;
  /** Serial number 8 of at most ten captured for this line entry. */
  serial08?: string | null | undefined;
  /** Serial number 9 of at most ten captured for this line entry. */
  serial09?: string | null | undefined;
  /** Serial number 10 of at most ten captured for this line entry. */
  serial10?: string | null | undefined;
  /** Why quantity is short. Expected when quantityShort > 0. */
  shortReasonCode?: PickShortReason | null | undefined;
  /** Ordered SKU that this item replaced. */
  substitutedProduct?: string | null | undefined;
  /** Where the stock was put. */
  toLocation?: string | null | undefined;
  /** Unit of the quantities. */
  unitOfMeasureCode?: string | null | undefined;
  /** Code that was scanned. */
  upcBarcode?: string | null | undefined;
  /** Zone of the bin. */
  zoneId?: string | null | undefined;
};

/** Values of pick.confirmed pickMethod. */
export type PickMethod =
  /** The same item for several orders */
  | 'BATCH'
  /** Several orders into separate totes */
  | 'CLUSTER'
  /** One order at a time */
  | 'DISCRETE'
  /** Stock is brought to the picker */
  | 'GOODS_TO_PERSON'
  /** Each picker in one zone */
  | 'ZONE';

/** Values of pick.confirmed lines[].shortReasonCode. */
export type PickShortReason =
  /** The stock was damaged */
  | 'DAMAGED'
  /** The bin held too little */
  | 'EMPTY_LOCATION'
  /** The lot was past its expiry */
  | 'EXPIRED'
  /** The bin could not be reached */
  | 'LOCATION_BLOCKED'
  /** Another reason */
  | 'OTHER'
  /** The bin held another item */
  | 'WRONG_ITEM_IN_LOCATION';

/** Values of pick.confirmed status. */
export type PickStatus =
  /** Closed, nothing short */
  | 'COMPLETE'
  /** Still open, more confirmations follow */
  | 'PARTIAL'
  /** Closed, at least one line short */
  | 'SHORT';

/** Values of pick.confirmed workType. */
export type PickWorkType =
  /** For several orders at once */
  | 'BATCH_PICK'
  /** Components of a kit */
  | 'KIT_PICK'
  /** For one order */
  | 'ORDER_PICK'
  /** To fill a pick bin */
  | 'REPLENISHMENT'
  /** For another warehouse */
  | 'TRANSFER_PICK';

/** Configuration to preview: a saved webhook or an unsaved draft. */
export type PreviewTargetInput =
  {   /** A draft, as for createWebhook. */
  draft: CreateWebhookInput; webhook?: never; }
  |  { draft?: never;   /** A saved webhook. */
  webhook: WebhookRefInput; };

/** One event to publish. */
export type PublishEventInput = {
  /** Trace or correlation id. */
  correlationId?: string | null | undefined;
  /** Unique per tenant for seven days; a repeat returns the first event with isDuplicate true. */
  idempotencyKey: string;
  /** Payload; checked against the type's JSON Schema. tenantId, companyId, fulfillmentCenterId and timestamp inside it are the event's scope and time. */
  payload: EventPayloadInput;
  /** Type; must exist. */
  type: string;
};

/** State of a replay. */
export type ReplayStatus =
  /** Stopped by a person. */
  | 'CANCELED'
  /** All matching events were dealt with; their deliveries may still be under way. */
  | 'COMPLETED'
  /** Stopped because it could not go on; statusNote says why. */
  | 'FAILED'
  /** Waiting to start. */
  | 'QUEUED'
  /** Making deliveries. */
  | 'RUNNING';

/** Retry behaviour; omitted fields take server defaults, or in updateWebhook keep their value. */
export type RetryPolicyInput = {
  /** Delay before the second attempt. */
  initialDelay?: string | null | undefined;
  /** Attempts in total. */
  maxAttempts?: number | null | undefined;
  /** Upper bound of one delay. */
  maxDelay?: string | null | undefined;
  /** Growth factor. */
  multiplier?: number | null | undefined;
};

/** Values of return.received lines[].conditionCode. */
export type ReturnCondition =
  /** Damaged */
  | 'DAMAGED'
  /** Does not work */
  | 'DEFECTIVE'
  /** Past its lot expiry */
  | 'EXPIRED'
  /** Unused, seal broken */
  | 'LIKE_NEW'
  /** Incomplete */
  | 'MISSING_PARTS'
  /** Unused, sealed */
  | 'NEW'
  /** Opened, complete */
  | 'OPENED'
  /** Shows use */
  | 'USED'
  /** Not what was sold */
  | 'WRONG_ITEM';

/** Values of return.received lines[].dispositionCode. */
export type ReturnDisposition =
  /** Destroyed */
  | 'DESTROY'
  /** Given away */
  | 'DONATE'
  /** Sold off */
  | 'LIQUIDATE'
  /** Kept until a quality decision */
  | 'QUARANTINE'
  /** To be made as new */
  | 'REFURBISH'
  /** To be repaired */
  | 'REPAIR'
  /** Back to sellable stock */
  | 'RESTOCK'
  /** Back to the customer */
  | 'RETURN_TO_CUSTOMER'
  /** Back to the supplier */
  | 'RETURN_TO_VENDOR';

/** Input of ReturnReceived. */
export type ReturnReceivedInput = {
  /** Carrier of the return. */
  carrier?: string | null | undefined;
  /** Service of the return. */
  carrierService?: string | null | undefined;
  /** Order number on the channel. */
  channelOrderId?: string | null | undefined;
  /** Company (client) inside the tenant. */
  companyId: string;
  /** Country the return came from. */
  countryCode?: string | null | undefined;
  /** Value the warehouse finds creditable; the refund itself is the ERP's. */
  creditEligibleAmount?: number | null | undefined;
  /** ISO 4217 code of the amounts. */
  currencyCode?: string | null | undefined;
  /** Company that sent goods back. */
  customerCompany?: string | null | undefined;
  /** Customer account. */
  customerId?: string | null | undefined;
  /** Replacement order. */
  exchangeSalesOrderId?: string | null | undefined;
  /** Sender's first name. */
  firstName?: string | null | undefined;
  /** Warehouse that took the return. */
  fulfillmentCenterId: string;
  /** When inspection ended. */
  inspectedDate?: string | null | undefined;
  /** Latest change to the RMA. */
  lastActivityDate?: string | null | undefined;
  /** Who made it. */
  lastActivityTeamMember?: string | null | undefined;
  /** Sender's last name. */
  lastName?: string | null | undefined;
  /** One entry a received item, lot, condition and group of ten serials. */
  lines: Array<ReturnReceivedLineInput>;
  /** Licence plate given at receiving. */
  lpn?: string | null | undefined;
  /** Sender's e-mail. */
  mainEmail?: string | null | undefined;
  /** When the goods had shipped. */
  originalShipDate?: string | null | undefined;
  /** Outbound tracking number. */
  originalTrackingNumber?: string | null | undefined;
  /** One receipt against the RMA; the key to drop duplicates. */
  receiptId: string;
  /** Ordinal of the receipt on the RMA. */
  receiptSequence?: number | null | undefined;
  /** When goods were received. */
  receivedDate: string;
  /** Fee to hold back. */
  restockingFee?: number | null | undefined;
  /** Cost of the return label. */
  returnLabelCost?: number | null | undefined;
  /** Why goods came back as a whole. */
  returnType?: ReturnType | null | undefined;
  /** When the RMA was opened. */
  rmaDate?: string | null | undefined;
  /** Return authorisation; made by the warehouse for a blind return. */
  rmaNumber: string;
  /** State of the RMA after this receipt. */
  rmaStatus: RmaStatus;
  /** Original order. */
  salesOrderId?: string | null | undefined;
  /** Tenant that owns the data. */
  tenantId: string;
  /** Instant at which the event was raised. */
  timestamp: string;
  /** Cartons received. */
  totalCartons?: number | null | undefined;
  /** Entries in lines[]. */
  totalLines?: number | null | undefined;
  /** Quantity on the RMA. */
  totalQuantityExpected?: number | null | undefined;
  /** Quantity received now. */
  totalQuantityReceived?: number | null | undefined;
  /** Tracking number of the return. */
  trackingNumber?: string | null | undefined;
  /** Weight received. */
  weightShipment?: number | null | undefined;
  /** Unit of that weight. */
  weightUnitOfMeasure?: WeightUnit | null | undefined;
  /** Number of the receiving work. */
  workControlNumber?: string | number | null | undefined;
};

/** Input of ReturnReceivedLine. */
export type ReturnReceivedLineInput = {
  /** What the inspector found. */
  conditionCode?: ReturnCondition | null | undefined;
  /** What is done with it. */
  dispositionCode?: ReturnDisposition | null | undefined;
  /** Inspector's remark. */
  inspectionNotes?: string | null | undefined;
  /** Stock status it was put in with. */
  inventoryStatusCode?: InventoryStatus | null | undefined;
  /** Ordinal in the receipt. */
  lineNumber: number;
  /** Bin it was put in. */
  location?: string | null | undefined;
  /** Lot. */
  lot?: string | null | undefined;
  /** Expiry of the lot. */
  lotExpirationDate?: string | null | undefined;
  /** Unit price on the original order. */
  price?: number | null | undefined;
  /** SKU received. */
  product: string;
  /** Item text. */
  productDescription?: string | null | undefined;
  /** Quantity found creditable. */
  quantityAccepted?: number | null | undefined;
  /** Quantity on the RMA. */
  quantityExpected?: number | null | undefined;
  /** Quantity received. */
  quantityReceived: number;
  /** Quantity refused. */
  quantityRejected?: number | null | undefined;
  /** Quantity back in sellable stock. */
  quantityRestocked?: number | null | undefined;
  /** Customer's reason code. */
  returnReasonCode?: string | null | undefined;
  /** Text of that code. */
  returnReasonDescription?: string | null | undefined;
  /** Line on the original order. */
  salesOrderLineNumber?: number | null | undefined;
  /** Serial number 1 of at most ten captured for this line entry. */
  serial01?: string | null | undefined;
  /** Serial number 2 of at most ten captured for this line entry. */
  serial02?: string | null | undefined;
  /** Serial number 3 of at most ten captured for this line entry. */
  serial03?: string | null | undefined;
  /** Serial number 4 of at most ten captured for this line entry. */
  serial04?: string | null | undefined;
  /** Serial number 5 of at most ten captured for this line entry. */
  serial05?: string | null | undefined;
  /** Serial number 6 of at most ten captured for this line entry. */
  serial06?: string | null | undefined;
  /** Serial number 7 of at most ten captured for this line entry. */
  serial07?: string | null | undefined;
  /** Serial number 8 of at most ten captured for this line entry. */
  serial08?: string | null | undefined;
  /** Serial number 9 of at most ten captured for this line entry. */
  serial09?: string | null | undefined;
  /** Serial number 10 of at most ten captured for this line entry. */
  serial10?: string | null | undefined;
  /** Not on the RMA. */
  unexpectedFlag?: boolean | null | undefined;
  /** Unit of the quantities. */
  unitOfMeasureCode?: string | null | undefined;
  /** Code that was scanned. */
  upcBarcode?: string | null | undefined;
};

/** Values of return.received returnType. */
export type ReturnType =
  /** Arrived without an authorisation */
  | 'BLIND'
  /** The customer sent it back */
  | 'CUSTOMER_RETURN'
  /** To be replaced by another item */
  | 'EXCHANGE'
  /** Called back by the maker */
  | 'RECALL'
  /** The recipient refused it */
  | 'REFUSED'
  /** The carrier could not deliver */
  | 'UNDELIVERABLE'
  /** A warranty claim */
  | 'WARRANTY';

/** Values of return.received rmaStatus. */
export type RmaStatus =
  /** Being inspected */
  | 'INSPECTING'
  /** More goods are expected */
  | 'PARTIALLY_RECEIVED'
  /** Inspected and disposed of; credit can be decided */
  | 'PROCESSED'
  /** All expected goods are here */
  | 'RECEIVED'
  /** The return is refused */
  | 'REJECTED';

/** What an authenticated caller is allowed to do. */
export type Role =
  /** Full control inside the caller's scope. */
  | 'ADMINISTRATOR'
  /** May publish events and read event types; sees no webhook or secret. */
  | 'PUBLISHER'
  /** Read-only: dashboards. */
  | 'VIEWER';

/** What a test or preview should send. */
export type SampleEventInput =
  {   /** Ad-hoc data of a type. */
  custom: CustomSampleInput; eventId?: never; eventType?: never; }
  |  { custom?: never;   /** A stored event; it keeps its id, as in a replay. */
  eventId: string; eventType?: never; }
  |  { custom?: never; eventId?: never;   /** The example of this event type. */
  eventType: string; };

/** Narrows to part of the caller's tenant; the tenant itself comes from the credential. */
export type ScopeInput = {
  /** Company. */
  companyId?: string | null | undefined;
  /** Fulfillment center. */
  fulfillmentCenterId?: string | null | undefined;
};

/** Input of ShipmentClosedCarton. */
export type ShipmentClosedCartonInput = {
  /** Carton's ordinal in the shipment. */
  cartonNumber: number;
  /** Box code. */
  cartonType?: string | null | undefined;
  /** Value declared to the carrier. */
  declaredValue?: number | null | undefined;
  /** Unit of the three dimensions. */
  dimensionUnitOfMeasure?: DimensionUnit | null | undefined;
  /** Carrier charge of the carton. */
  freightCost?: number | null | undefined;
  /** Outer height. */
  height?: number | null | undefined;
  /** Outer length. */
  length?: number | null | undefined;
  /** Licence plate of the carton. */
  lpn: string;
  /** When the carton was sealed. */
  packDate?: string | null | undefined;
  /** Pallet that carries the carton. */
  palletLpn?: string | null | undefined;
  /** Units in the carton. */
  quantity?: number | null | undefined;
  /** GS1 serial shipping container code, 18 digits. */
  sscc?: string | null | undefined;
  /** Tracking number of the carton. */
  trackingNumber?: string | null | undefined;
  /** Weighed gross weight. */
  weight?: number | null | undefined;
  /** Outer width. */
  width?: number | null | undefined;
};

/** Input of ShipmentClosedDetail. */
export type ShipmentClosedDetailInput = {
  /** Carton that holds the entry. */
  cartonNumber?: number | null | undefined;
  /** Colour. */
  colorCode?: string | null | undefined;
  /** Country of origin, ISO 3166-1 alpha-2. */
  countryOfOriginCode?: string | null | undefined;
  /** Buyer's item number. */
  customerSku?: string | null | undefined;
  /** Goods text for customs. */
  customsDescription?: string | null | undefined;
  /** Declared value of one unit. */
  customsUnitValue?: number | null | undefined;
  /** Discount on the line. */
  discountAmount?: number | null | undefined;
  /** Line amount after discount. */
  extendedPrice?: number | null | undefined;
  /** HS or HTS code. */
  harmonizedCode?: string | null | undefined;
  /** Hazard class or division. */
  hazmatClass?: string | null | undefined;
  /** Packing group. */
  hazmatPackingGroup?: HazmatPackingGroup | null | undefined;
  /** Proper shipping name. */
  hazmatProperShippingName?: string | null | undefined;
  /** UN number. */
  hazmatUnNumber?: string | null | undefined;
  /** Stock status shipped from. */
  inventoryStatusCode?: string | null | undefined;
  /** Kit the item was shipped as part of. */
  kitProduct?: string | null | undefined;
  /** Line ordinal; repeated when a line is split over lots, cartons or serials. */
  lineNumber: number;
  /** Lot shipped. */
  lot?: string | null | undefined;
  /** Expiry of the lot. */
  lotExpirationDate?: string | null | undefined;
  /** Unit price. */
  price?: number | null | undefined;
  /** SKU. */
  product: string;
  /** Item text. */
  productDescription?: string | null | undefined;
  /** Quantity still owed. */
  quantityBackordered?: number | null | undefined;
  /** Quantity dropped for good. */
  quantityCancelled?: number | null | undefined;
  /** Quantity the order asked for. */
  quantityRequired?: number | null | undefined;
  /** Quantity that left. */
  quantityShipped?: number | null | undefined;
  /** Line on the sales order. */
  salesOrderLineNumber?: number | null | undefined;
  /** Serial number 1 of at most ten captured for this line entry. */
  serial01?: string | null | undefined;
  /** Serial number 2 of at most ten captured for this line entry. */
  serial02?: string | null | undefined;
  /** Serial number 3 of at most ten captured for this line entry. */
  serial03?: string | null | undefined;
  /** Serial number 4 of at most ten captured for this line entry. */
  serial04?: string | null | undefined;
  /** Serial number 5 of at most ten captured for this line entry. */
  serial05?: string | null | undefined;
  /** Serial number 6 of at most ten captured for this line entry. */
  serial06?: string | null | undefined;
  /** Serial number 7 of at most ten captured for this line entry. */
  serial07?: string | null | undefined;
  /** Serial number 8 of at most ten captured for this line entry. */
  serial08?: string | null | undefined;
  /** Serial number 9 of at most ten captured for this line entry. */
  serial09?: string | null | undefined;
  /** Serial number 10 of at most ten captured for this line entry. */
  serial10?: string | null | undefined;
  /** Why less was shipped than required. */
  shortReasonCode?: string | null | undefined;
  /** Size. */
  sizeCode?: string | null | undefined;
  /** Style. */
  styleCode?: string | null | undefined;
  /** Ordered SKU that this item replaced. */
  substitutedProduct?: string | null | undefined;
  /** Tax on the line. */
  taxAmount?: number | null | undefined;
  /** Unit of every quantity of the line. */
  unitOfMeasureCode?: string | null | undefined;
  /** Weight of one unit. */
  unitWeight?: number | null | undefined;
  /** UPC or other scanned code; text, check digit not enforced. */
  upcBarcode?: string | null | undefined;
};

/** Input of ShipmentClosed. */
export type ShipmentClosedInput = {
  /** Other carrier surcharges together. */
  accessorialCharges?: number | null | undefined;
  /** Ship-to: street address, line 1. */
  addressLine1?: string | null | undefined;
  /** Ship-to: street address, line 2. */
  addressLine2?: string | null | undefined;
  /** Ship-to: street address, line 3. */
  addressLine3?: string | null | undefined;
  /** Ship-to: street address, line 4. */
  addressLine4?: string | null | undefined;
  /** Result of the address check. */
  addressValidationStatus?: AddressValidationStatus | null | undefined;
  /** Advance ship notice number sent to the receiver. */
  asn?: string | null | undefined;
  /** Why quantity went to backorder. */
  backorderReasonCode?: string | null | undefined;
  /** Bill of lading. */
  billOfLadingNumber?: string | null | undefined;
  /** Bill-to: street address, line 1. */
  billToAddressLine1?: string | null | undefined;
  /** Bill-to: street address, line 2. */
  billToAddressLine2?: string | null | undefined;
  /** Bill-to city. */
  billToCity?: string | null | undefined;
  /** Company that pays for the goods. */
  billToCompany?: string | null | undefined;
  /** Bill-to country, ISO 3166-1 alpha-2. */
  billToCountryCode?: string | null | undefined;
  /** Account that pays for the goods. */
  billToCustomerId?: string | null | undefined;
  /** Payer's e-mail. */
  billToEmail?: string | null | undefined;
  /** Payer's first name. */
  billToFirstName?: string | null | undefined;
  /** Payer's last name. */
  billToLastName?: string | null | undefined;
  /** Bill-to state or province code. */
  billToStateCode?: string | null | undefined;
  /** Bill-to postal code. */
  billToZipCode?: string | null | undefined;
  /** Weight the carrier charges. */
  billableWeight?: number | null | undefined;
  /** Date after which the buyer may refuse. */
  cancelAfterDate?: string | null | undefined;
  /** Carrier code. Expected when trackingStatus == SHIPPED. */
  carrier?: string | null | undefined;
  /** Shipper's account at the carrier. */
  carrierAccountNumber?: string | null | undefined;
  /** Readable carrier name. */
  carrierName?: string | null | undefined;
  /** Service level code at that carrier. */
  carrierService?: string | null | undefined;
  /** Readable service name. */
  carrierServiceName?: string | null | undefined;
  /** Rating zone. */
  carrierZone?: string | null | undefined;
  /** Cartons of the shipment known at closeout. */
  cartons?: Array<ShipmentClosedCartonInput> | null | undefined;
  /** Recipient's mobile. */
  cell?: string | null | undefined;
  /** Order number on that channel. */
  channelOrderId?: string | null | undefined;
  /** Ship-to city. */
  city?: string | null | undefined;
  /** Who closed it on the truck. */
  closedByTeamMember?: string | null | undefined;
  /** Amount to collect on delivery. */
  codAmount?: number | null | undefined;
  /** Commercial invoice. */
  commercialInvoiceNumber?: string | null | undefined;
  /** Company (client) inside the tenant. */
  companyId: string;
  /** Ship-to country, ISO 3166-1 alpha-2. */
  countryCode?: string | null | undefined;
  /** ISO 4217 code of every order amount and of price. */
  currencyCode?: string | null | undefined;
  /** Company-defined value 1. */
  customField01?: string | null | undefined;
  /** Company-defined value 2. */
  customField02?: string | null | undefined;
  /** Company-defined value 3. */
  customField03?: string | null | undefined;
  /** Company-defined value 4. */
  customField04?: string | null | undefined;
  /** Company-defined value 5. */
  customField05?: string | null | undefined;
  /** Company that receives. */
  customerCompany?: string | null | undefined;
  /** Customer account. */
  customerId?: string | null | undefined;
  /** Buyer's purchase order number. */
  customerPurchaseOrderNumber?: string | null | undefined;
  /** Nature of the goods for customs. */
  customsContentsType?: CustomsContentsType | null | undefined;
  /** ISO 4217 code of customs values. */
  customsCurrencyCode?: string | null | undefined;
  /** Value declared at the border. */
  customsDeclaredValue?: number | null | undefined;
  /** Note for the driver. */
  deliveryInstructions?: string | null | undefined;
  /** Retailer's department, as labels require. */
  departmentNumber?: string | null | undefined;
  /** One entry a shipped line, lot and group of ten serials. */
  details: Array<ShipmentClosedDetailInput>;
  /** Volume-based weight used in rating. */
  dimensionalWeight?: number | null | undefined;
  /** Door it was loaded at. */
  dockDoor?: string | null | undefined;
  /** Dry ice in the package. */
  dryIceWeight?: number | null | undefined;
  /** Who pays duty and tax. */
  dutiesPaidBy?: DutiesPaidBy | null | undefined;
  /** Carrier's expected delivery. */
  estimatedDeliveryDate?: string | null | undefined;
  /** Duty and tax computed at shipping. */
  estimatedDutiesAmount?: number | null | undefined;
  /** EEI exemption used instead of an ITN. */
  exportExemptionCode?: string | null | undefined;
  /** AES internal transaction number. */
  exportItn?: string | null | undefined;
  /** Exporter's EIN, EORI or VAT number. */
  exporterTaxId?: string | null | undefined;
  /** True when nothing more will ship on the order. */
  finalShipmentFlag?: boolean | null | undefined;
  /** Recipient's first name. */
  firstName?: string | null | undefined;
  /** Freight billed to the customer. */
  freightCharged?: number | null | undefined;
  /** Negotiated carrier charge to the shipper. */
  freightCost?: number | null | undefined;
  /** ISO 4217 code of every freight amount. */
  freightCurrencyCode?: string | null | undefined;
  /** Published carrier rate. */
  freightListRate?: number | null | undefined;
  /** Who pays the carrier. */
  freightTerms?: FreightTerms | null | undefined;
  /** Fuel part of the carrier charge. */
  fuelSurcharge?: number | null | undefined;
  /** Warehouse that shipped. */
  fulfillmentCenterId: string;
  /** Readable name of the warehouse. */
  fulfillmentCenterName?: string | null | undefined;
  /** IANA time zone of the warehouse, to turn UTC into local cut-off days. */
  fulfillmentCenterTimeZone?: string | null | undefined;
  /** Order is a gift: no prices on the slip. */
  giftFlag?: boolean | null | undefined;
  /** Text printed for the recipient. */
  giftMessage?: string | null | undefined;
  /** Warehouse handling billed on. */
  handlingCharge?: number | null | undefined;
  /** Shipper's declaration. */
  hazmatDeclarationNumber?: string | null | undefined;
  /** 24 h emergency contact. */
  hazmatEmergencyPhone?: string | null | undefined;
  /** Any content is regulated as dangerous goods. */
  hazmatFlag?: boolean | null | undefined;
  /** Recipient collects at a carrier point. */
  holdAtLocationFlag?: boolean | null | undefined;
  /** Carrier's code of that point. */
  holdLocationId?: string | null | undefined;
  /** Importer's tax number. */
  importerTaxId?: string | null | undefined;
  /** Trade term. */
  incoterms?: Incoterms | null | undefined;
  /** Premium for it. */
  insuranceCharge?: number | null | undefined;
  /** Value insured with the carrier. */
  insuredValue?: number | null | undefined;
  /** Latest change to the shipping work. */
  lastActivityDate?: string | null | undefined;
  /** Who made the latest change. */
  lastActivityTeamMember?: string | null | undefined;
  /** Recipient's last name. */
  lastName?: string | null | undefined;
  /** Ships under the limited quantity exception. */
  limitedQuantityFlag?: boolean | null | undefined;
  /** Contains or is packed with lithium cells. */
  lithiumBatteryFlag?: boolean | null | undefined;
  /** Outbound load or truck. */
  loadId?: string | null | undefined;
  /** Licence plate of the closed package. */
  lpn: string;
  /** Recipient's main e-mail. */
  mainEmail?: string | null | undefined;
  /** End-of-day manifest. */
  manifestId?: string | null | undefined;
  /** Tracking number of the whole multi-piece shipment. */
  masterTrackingNumber?: string | null | undefined;
  /** When the order was placed. */
  orderDate?: string | null | undefined;
  /** Goods value of the order. */
  orderSubtotal?: number | null | undefined;
  /** Tax of the order. */
  orderTax?: number | null | undefined;
  /** Grand total of the order. */
  orderTotal?: number | null | undefined;
  /** Order class, for example B2C, WHOLESALE, TRANSFER. */
  orderType?: string | null | undefined;
  /** When the package was sealed. */
  packDate?: string | null | undefined;
  /** Station at which it was packed. */
  packStation?: string | null | undefined;
  /** Who packed it. */
  packedByTeamMember?: string | null | undefined;
  /** Packing slip in the box. */
  packingSlipNumber?: string | null | undefined;
  /** True while quantity of the order is still open. */
  partialShipmentFlag?: boolean | null | undefined;
  /** Recipient's phone. */
  phone?: string | null | undefined;
  /** Order priority. */
  priorityCode?: string | null | undefined;
  /** Carrier's progressive (freight bill) number. */
  proNumber?: string | null | undefined;
  /** Delivery date asked for. */
  requestedDeliveryDate?: string | null | undefined;
  /** Ship-by date asked for. */
  requestedShipDate?: string | null | undefined;
  /** Carrier treats the address as residential. */
  residentialFlag?: boolean | null | undefined;
  /** Tracking number of an enclosed return label. */
  returnTrackingNumber?: string | null | undefined;
  /** Delivery route. */
  routeId?: string | null | undefined;
  /** Channel or marketplace the order came from. */
  salesChannel?: string | null | undefined;
  /** Sales order the package fulfils. */
  salesOrderId?: string | null | undefined;
  /** Saturday delivery was bought. */
  saturdayDeliveryFlag?: boolean | null | undefined;
  /** Standard carrier alpha code. */
  scac?: string | null | undefined;
  /** Seal on the trailer. */
  sealNumber?: string | null | undefined;
  /** When the package left or was tendered. Expected when trackingStatus == SHIPPED. */
  shipDate?: string | null | undefined;
  /** Ship-from: street address, line 1. */
  shipFromAddressLine1?: string | null | undefined;
  /** Ship-from: street address, line 2. */
  shipFromAddressLine2?: string | null | undefined;
  /** Ship-from city. */
  shipFromCity?: string | null | undefined;
  /** Ship-from country, ISO 3166-1 alpha-2. */
  shipFromCountryCode?: string | null | undefined;
  /** Sender name on the label. */
  shipFromName?: string | null | undefined;
  /** Sender's phone. */
  shipFromPhone?: string | null | undefined;
  /** Ship-from state or province code. */
  shipFromStateCode?: string | null | undefined;
  /** Ship-from postal code. */
  shipFromZipCode?: string | null | undefined;
  /** GLN or other code of the receiving site. */
  shipToLocationCode?: string | null | undefined;
  /** Shipment document number that groups packages. */
  shipmentId?: string | null | undefined;
  /** Mode of transport. */
  shipmentMode?: ShipmentMode | null | undefined;
  /** Ordinal of this shipment among the shipments of the order. */
  shipmentSequence?: number | null | undefined;
  /** Signature asked of the recipient. */
  signatureRequired?: SignatureRequired | null | undefined;
  /** Ship-to state or province code. */
  stateCode?: string | null | undefined;
  /** State of the shipping work, apart from the outcome of the package. */
  status?: ShipmentWorkStatus | null | undefined;
  /** Stop on that route. */
  stopNumber?: number | null | undefined;
  /** Retail store or mark-for location. */
  storeNumber?: string | null | undefined;
  /** Tenant that owns the data. */
  tenantId: string;
  /** Carrier account charged. Expected when freightTerms == THIRD_PARTY. */
  thirdPartyAccountNumber?: string | null | undefined;
  /** Third party: street address. */
  thirdPartyAddressLine1?: string | null | undefined;
  /** Third-party city. */
  thirdPartyCity?: string | null | undefined;
  /** Company that owns that account. */
  thirdPartyCompany?: string | null | undefined;
  /** Third-party country. */
  thirdPartyCountryCode?: string | null | undefined;
  /** Third-party state or province code. */
  thirdPartyStateCode?: string | null | undefined;
  /** Third-party postal code, checked by carriers. */
  thirdPartyZipCode?: string | null | undefined;
  /** Instant at which the event was raised; not the ship time. */
  timestamp: string;
  /** Cartons in the shipment. */
  totalCartons?: number | null | undefined;
  /** Sum billed to the customer for shipping. */
  totalCharges?: number | null | undefined;
  /** Entries in details[]. */
  totalLines?: number | null | undefined;
  /** Pallets in the shipment. */
  totalPallets?: number | null | undefined;
  /** Sum of quantityShipped. */
  totalQuantityShipped?: number | null | undefined;
  /** Main tracking number of the package. Expected when trackingStatus == SHIPPED and shipmentMode == PARCEL. */
  trackingNumber?: string | null | undefined;
  /** Outcome of the package. */
  trackingStatus: ShipmentTrackingStatus;
  /** Public tracking page. */
  trackingUrl?: string | null | undefined;
  /** Trailer or container number. */
  trailerNumber?: string | null | undefined;
  /** Business days the carrier plans. */
  transitDays?: number | null | undefined;
  /** When the truck was closed. */
  truckCloseDate?: string | null | undefined;
  /** Shipper's vendor number at the retailer. */
  vendorNumber?: string | null | undefined;
  /** When the shipment was voided. Expected when trackingStatus == VOIDED. */
  voidDate?: string | null | undefined;
  /** Why it was voided. */
  voidReasonCode?: string | null | undefined;
  /** Volume of the shipment. */
  volumeShipment?: number | null | undefined;
  /** Unit of that volume. */
  volumeUnitOfMeasure?: VolumeUnit | null | undefined;
  /** Wave in which the work was released. */
  waveId?: string | null | undefined;
  /** Gross weight of the shipment. */
  weightShipment?: number | null | undefined;
  /** Unit of every weight in the payload. */
  weightUnitOfMeasure?: WeightUnit | null | undefined;
  /** Number of the shipping work. */
  workControlNumber: string | number;
  /** Ship-to postal code; text, leading zeros matter. */
  zipCode?: string | null | undefined;
};

/** Values of shipment.closed shipmentMode. */
export type ShipmentMode =
  /** Air freight */
  | 'AIR'
  /** Messenger */
  | 'COURIER'
  /** The customer collects */
  | 'CUSTOMER_PICKUP'
  /** Several modes under one bill */
  | 'INTERMODAL'
  /** Less than a truckload */
  | 'LTL'
  /** Sea freight */
  | 'OCEAN'
  /** Parcel carrier */
  | 'PARCEL'
  /** A whole truck */
  | 'TRUCKLOAD';

/** Values of shipment.closed trackingStatus. */
export type ShipmentTrackingStatus =
  /** Quantity did not ship and is owed; may come without tracking */
  | 'BACKORDERED'
  /** The package is sealed and has not left */
  | 'PACKED'
  /** The package left */
  | 'SHIPPED'
  /** An earlier closeout of the same package was undone */
  | 'VOIDED';

/** Values of shipment.closed status. */
export type ShipmentWorkStatus =
  /** Work reached packing */
  | 'PACKED'
  /** Work ended with shipping */
  | 'SHIPPED'
  /** Work is under way */
  | 'WORKING';

/** Values of shipment.closed signatureRequired. */
export type SignatureRequired =
  /** An adult signs */
  | 'ADULT'
  /** Somebody at the address signs */
  | 'DIRECT'
  /** No signature */
  | 'NONE';

/** How deliveries are signed. */
export type SigningAlgorithm =
  /** With a key of which the receiver knows only the public half: v1a of Standard Webhooks. */
  | 'ED25519'
  /** With a secret that the receiver shares: v1 of Standard Webhooks. */
  | 'HMAC_SHA256';

/** Sort direction. */
export type SortDirection =
  /** Ascending. */
  | 'ASC'
  /** Descending. */
  | 'DESC';

/** Which past events to send again, to which webhooks, and how fast. */
export type StartReplayInput = {
  /** Count only; nothing is made. */
  dryRun?: boolean;
  /** Types or patterns; all unless given. */
  eventTypes?: Array<string> | null | undefined;
  /** Repeat-safe start, for seven days: the same key and input again give the first replay. */
  idempotencyKey?: string | null | undefined;
  /** Also events that the webhook asks for now, its condition included, and that never had a delivery to it, because it was made later or disabled, or had another condition then. */
  includeMissing?: boolean;
  /** Upper bound, at most 100000; more matching ones give LIMIT_EXCEEDED. */
  maxDeliveries?: number;
  /** Deliveries made per second, 0.1 to 1000; 100 unless given. A replay also waits while its own deliveries pile up. */
  maxPerSecond?: number | null | undefined;
  /** Events received in this range; both ends required. */
  receivedAt: DateTimeRangeInput;
  /** Only events whose newest delivery to the webhook has one of these statuses: SUCCEEDED, FAILED or CANCELED. Unless given: FAILED, and CANCELED for any reason but that a person cancelled it. What was sent again meanwhile, and succeeded, is no longer FAILED. Empty: only what includeMissing adds. */
  status?: Array<DeliveryStatus> | null | undefined;
  /** Only to these webhooks, at most 100. */
  webhooks: Array<WebhookRefInput>;
};

/** Width of a statistics bucket, in UTC. */
export type StatsInterval =
  /** One day; kept for good. */
  | 'DAY'
  /** One hour; kept for 400 days. */
  | 'HOUR'
  /** One minute; kept for 14 days. */
  | 'MINUTE';

/** Why a stream was reset. */
export type StreamResetReason =
  /** The client fell too far behind. */
  | 'BACKPRESSURE'
  /** Older than the retained change log. */
  | 'CURSOR_EXPIRED';

/** Outbound limits. */
export type ThrottlePolicyInput = {
  /** Requests in flight at once, from each worker, 1 to 100; 10 unless given. */
  maxConcurrent?: number | null | undefined;
  /** Requests begun per second by all workers together, 0.1 to 1000; null for no limit. */
  maxPerSecond?: number | null | undefined;
};

/** What became of an event for a webhook. */
export type TraceState =
  /** Cancelled by a person, or with its webhook. */
  | 'CANCELED'
  /** The receiver answered with 2xx. */
  | 'DELIVERED'
  /** No attempt is left. */
  | 'FAILED'
  /** There is no delivery; the verdict says why. */
  | 'NOT_SENT'
  /** An attempt is still to come, or the delivery is held. */
  | 'WAITING';

/** Changes; omitted fields keep their value, null clears a nullable one or takes the default. */
export type UpdateWebhookInput = {
  /** CEL condition over the payload; null takes it away. It is checked again when eventTypes change. */
  condition?: string | null | undefined;
  /** Free text. */
  description?: string | null | undefined;
  /** Patterns, replacing the old list. */
  eventTypes?: Array<string> | null | undefined;
  /** Headers, replacing the old list; a sensitive one without a value keeps the value it has. */
  headers?: Array<HttpHeaderInput> | null | undefined;
  /** Labels, replacing the old map. */
  metadata?: Record<string, unknown> | null | undefined;
  /** Display name. */
  name?: string | null | undefined;
  /** Retry behaviour. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** Outbound limits. */
  throttle?: ThrottlePolicyInput | null | undefined;
  /** Time limit of one attempt; 1 to 30 seconds. */
  timeout?: string | null | undefined;
  /** Target; pending retries use it from then on. */
  url?: string | null | undefined;
};

/** Machine-readable code of a UserError. New codes may be added: clients must keep a default branch. */
export type UserErrorCode =
  /** Same idempotency key, different input. */
  | 'IDEMPOTENCY_MISMATCH'
  /** A field failed validation. */
  | 'INVALID'
  /** The object's state forbids the change. */
  | 'INVALID_STATE'
  /** A quota would be exceeded. */
  | 'LIMIT_EXCEEDED'
  /** Referenced object does not exist in the caller's scope. */
  | 'NOT_FOUND'
  /** Payload does not match the event type's JSON Schema. */
  | 'SCHEMA_MISMATCH'
  /** Scope wider than the caller's own. */
  | 'SCOPE_NOT_ALLOWED'
  /** expectedRevision is stale. */
  | 'STALE_REVISION'
  /** A unique value is taken. */
  | 'TAKEN'
  /** Target URL refused by egress policy. */
  | 'URL_NOT_ALLOWED';

/** Values of shipment.closed volumeUnitOfMeasure. */
export type VolumeUnit =
  /** Cubic metre */
  | 'CBM'
  /** Cubic foot */
  | 'CFT'
  /** Cubic inch */
  | 'CIN';

/** What changed about a webhook. */
export type WebhookChangeKind =
  /** Its circuit opened, is being probed, or closed. */
  | 'CIRCUIT'
  /** Its settings or its signing secrets. */
  | 'CONFIGURATION'
  /** It is new. */
  | 'CREATED'
  /** It is gone. */
  | 'DELETED'
  /** How its receiver does; seen within about five seconds. */
  | 'HEALTH'
  /** What people want of it. */
  | 'STATUS';

/** Filter for webhooks: fields are ANDed, list members are ORed. */
export type WebhookFilter = {
  /** Receives any of these types. */
  eventTypes?: Array<string> | null | undefined;
  /** Conditions. */
  health?: Array<WebhookHealth> | null | undefined;
  /** Inside this scope. */
  scope?: ScopeInput | null | undefined;
  /** Substring of name, key or URL; case-insensitive. */
  search?: string | null | undefined;
  /** Statuses. */
  status?: Array<WebhookStatus> | null | undefined;
};

/** Observed condition of the endpoint, independent of status. */
export type WebhookHealth =
  /** Some recent deliveries fail. */
  | 'DEGRADED'
  /** Most recent deliveries fail; the circuit is or will be open. */
  | 'FAILING'
  /** Recent deliveries succeed. */
  | 'HEALTHY'
  /** No recent deliveries. */
  | 'UNKNOWN';

/** Webhook order; id breaks ties. */
export type WebhookOrder = {
  /** Direction. */
  direction?: SortDirection;
  /** Key. */
  field: WebhookSortField;
};

/** Names a webhook by id or by the caller's key. */
export type WebhookRefInput =
  {   /** By id. */
  id: string; key?: never; }
  |  { id?: never;   /** By key, within the caller's company scope. */
  key: string; };

/** Sort keys for webhooks (each backed by an index). */
export type WebhookSortField =
  /** By creation time. */
  | 'CREATED_AT'
  /** By name. */
  | 'NAME'
  /** By last change. */
  | 'UPDATED_AT';

/** Operator intent for a webhook. */
export type WebhookStatus =
  /** Matching events are delivered. */
  | 'ACTIVE'
  /** Matching events produce no delivery. */
  | 'DISABLED'
  /** Matching events are recorded and held; they are delivered in order on resume. */
  | 'PAUSED';

/** Why a webhook is not ACTIVE. */
export type WebhookStatusReason =
  /** The target host became disallowed by egress policy. */
  | 'EGRESS_POLICY'
  /** The endpoint answered 410 Gone. */
  | 'ENDPOINT_GONE'
  /** Failure policy tripped (nothing but failures for too long). */
  | 'FAILURE_POLICY'
  /** A person or API key changed it. */
  | 'MANUAL'
  /** The endpoint has not passed verification yet. */
  | 'UNVERIFIED';

/** Values of shipment.closed weightUnitOfMeasure; return.received weightUnitOfMeasure. */
export type WeightUnit =
  /** Gram */
  | 'G'
  /** Kilogram */
  | 'KG'
  /** Pound */
  | 'LB'
  /** Ounce */
  | 'OZ';

export type ActivateWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
}>;


export type ActivateWebhookMutation = { activateWebhook: { affectedDeliveryCount: number | null, webhook: { id: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, statusNote: string | null, statusChangedAt: string, revision: number, circuit: { state: CircuitState, consecutiveFailures: number } } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type ApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  includeRevoked?: boolean;
}>;


export type ApiKeysQuery = { apiKeys: { nodes: Array<{ id: string, name: string, prefix: string, role: Role, allowedEventTypes: Array<string>, expiresAt: string | null, previousTokenExpiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, createdAt: string, scope: { companyId: string | null, fulfillmentCenterId: string | null }, createdBy: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, totalCount: { count: number, precision: CountPrecision } | null } | null };

export type AuditEntriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AuditFilter | null | undefined;
}>;


export type AuditEntriesQuery = { auditEntries: { nodes: Array<{ id: string, occurredAt: string, action: string, targetType: AuditTargetType, targetId: string, before: Record<string, unknown> | null, after: Record<string, unknown> | null, operationName: string | null, remoteAddress: string | null, userAgent: string | null, actor: { id: string, name: string, role: Role | null }, scope: { companyId: string | null, fulfillmentCenterId: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, totalCount: { count: number, precision: CountPrecision } | null } | null };

export type CancelDeliveryMutationVariables = Exact<{
  deliveryId: string;
}>;


export type CancelDeliveryMutation = { cancelDelivery: { delivery: { id: string, status: DeliveryStatus, completedAt: string | null } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type CancelReplayMutationVariables = Exact<{
  id: string;
}>;


export type CancelReplayMutation = { cancelReplay: { replay: { id: string, status: ReplayStatus, enqueuedCount: number, completedAt: string | null } | null, matching: { count: number } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { token: string | null, apiKey: { id: string, name: string, prefix: string, role: Role, allowedEventTypes: Array<string>, expiresAt: string | null, scope: { companyId: string | null, fulfillmentCenterId: string | null } } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { createWebhook: { signingSecret: string | null, webhook: { id: string, key: string | null, name: string, url: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, description: string | null, eventTypes: Array<string>, condition: string | null, revision: number, timeout: string, metadata: Record<string, unknown>, scope: { tenantId: string, companyId: string | null, fulfillmentCenterId: string | null }, headers: Array<{ name: string, value: string | null, isSensitive: boolean }>, retryPolicy: { maxAttempts: number, schedule: Array<string> }, throttle: { maxPerSecond: number | null, maxConcurrent: number }, signingSecrets: Array<{ id: string, algorithm: SigningAlgorithm, publicKey: string | null }>, createdBy: { name: string } | null } | null, errors: Array<
      | { __typename: 'ConflictError', conflictingId: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', limit: number, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', policy: string, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type DeleteWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
}>;


export type DeleteWebhookMutation = { deleteWebhook: { deletedWebhookId: string | null, canceledDeliveryCount: number | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type DeliveriesQueryVariables = Exact<{
  filter?: DeliveryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type DeliveriesQuery = { deliveries: { streamCursor: string, nodes: Array<{ id: string, status: DeliveryStatus, trigger: DeliveryTrigger, attemptCount: number, nextAttemptAt: string | null, createdAt: string, completedAt: string | null, latencyMs: number | null, event: { id: string, type: { name: string }, businessKeys: Array<{ name: string, value: string }> }, webhook: { id: string, name: string } | null, lastAttempt: { number: number, outcome: AttemptOutcome | null, response: { statusCode: number } | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type DeliveryStatsTicksSubscriptionVariables = Exact<{
  window?: string;
  every?: string;
  webhookIds?: Array<string> | string | null | undefined;
  scope?: ScopeInput | null | undefined;
}>;


export type DeliveryStatsTicksSubscription = { deliveryStatsTicks: { at: string, backlog: number, attemptsPerSecond: number, totals: { created: number, succeeded: number, failed: number, attempts: number, successRate: number | null, p50DurationMs: number | null, p95DurationMs: number | null, p99DurationMs: number | null } } };

export type DeliveryStatsQueryVariables = Exact<{
  range: DateTimeRangeInput;
  interval?: StatsInterval;
  webhookIds?: Array<string> | string | null | undefined;
  eventTypes?: Array<string> | string | null | undefined;
  scope?: ScopeInput | null | undefined;
}>;


export type DeliveryStatsQuery = { deliveryStats: { backlog: number, oldestPendingAge: string | null, totals: { created: number, succeeded: number, failed: number, attempts: number, successRate: number | null, p50DurationMs: number | null, p95DurationMs: number | null, p99DurationMs: number | null }, buckets: Array<{ startsAt: string, totals: { created: number, succeeded: number, failed: number, attempts: number, successRate: number | null, p95DurationMs: number | null } }> } | null };

export type DeliveryUpdatesSubscriptionVariables = Exact<{
  filter?: DeliveryUpdateFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type DeliveryUpdatesSubscription = { deliveryUpdates:
    | { __typename: 'DeliveryChanged', cursor: string, previousStatus: DeliveryStatus | null, status: DeliveryStatus, occurredAt: string, isReplay: boolean, delivery: { id: string, status: DeliveryStatus, attemptCount: number, nextAttemptAt: string | null, webhook: { id: string, name: string } | null, event: { id: string, type: { name: string } } }, attempt: { number: number, outcome: AttemptOutcome | null, durationMs: number | null, errorMessage: string | null, response: { statusCode: number } | null } | null }
    | { __typename: 'StreamCaughtUp', cursor: string }
    | { __typename: 'StreamReset', cursor: string, reason: StreamResetReason }
   };

export type DeliveryQueryVariables = Exact<{
  id: string;
}>;


export type DeliveryQuery = { delivery: { id: string, status: DeliveryStatus, holdReason: HoldReason | null, trigger: DeliveryTrigger, attemptCount: number, maxAttempts: number | null, nextAttemptAt: string | null, createdAt: string, completedAt: string | null, cancelReason: CancelReason | null, latencyMs: number | null, url: string | null, event: { id: string, type: { name: string } }, webhook: { id: string, name: string } | null, redeliveryOf: { id: string } | null, replay: { id: string, status: ReplayStatus } | null, attempts: { nodes: Array<{ id: string, number: number, outcome: AttemptOutcome | null, startedAt: string, finishedAt: string | null, durationMs: number | null, dnsMs: number | null, connectMs: number | null, tlsMs: number | null, ttfbMs: number | null, remoteAddress: string | null, errorMessage: string | null, failure: { category: FailureCategory, cause: string, remedy: string } | null, request: { method: string, url: string, body: string | null, bodyBytes: number, headers: Array<{ name: string, value: string | null, isSensitive: boolean }> } | null, response: { statusCode: number, body: string | null, bodyTruncated: boolean, bodyBytes: number, headers: Array<{ name: string, value: string | null }> } | null }> } | null } | null };

export type DisableWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
  reason?: string | null | undefined;
}>;


export type DisableWebhookMutation = { disableWebhook: { affectedDeliveryCount: number | null, webhook: { id: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, statusNote: string | null, statusChangedAt: string, revision: number, circuit: { state: CircuitState, consecutiveFailures: number } } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type EraseByBusinessKeyMutationVariables = Exact<{
  businessKey: string;
  keyName?: string | null | undefined;
  dryRun?: boolean;
}>;


export type EraseByBusinessKeyMutation = { eraseByBusinessKey: { eventCount: number | null, canceledDeliveryCount: number | null, eventIds: Array<string> | null, keyCounts: Array<{ name: string, eventCount: number }> | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type EventTypeQueryVariables = Exact<{
  name: string;
}>;


export type EventTypeQuery = { eventType: { name: string, group: string, description: string, schemaVersion: number, exampleText: string, fields: Array<{ path: string, type: string, required: boolean, enumValues: Array<string> | null, description: string }> } | null };

export type EventTypesQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type EventTypesQuery = { eventTypes: { nodes: Array<{ name: string, group: string, description: string, origin: EventTypeOrigin, schemaVersion: number, fieldCount: number }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type EventQueryVariables = Exact<{
  id: string;
}>;


export type EventQuery = { event: { id: string, schemaVersion: number, payloadText: string, occurredAt: string, receivedAt: string, idempotencyKey: string | null, correlationId: string | null, matchedWebhookCount: number, type: { name: string }, scope: { tenantId: string, companyId: string | null, fulfillmentCenterId: string | null }, businessKeys: Array<{ name: string, value: string }>, deliveries: { nodes: Array<{ id: string, status: DeliveryStatus, attemptCount: number, webhook: { id: string, name: string } | null }> } | null } | null };

export type EventsQueryVariables = Exact<{
  filter?: EventFilterBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type EventsQuery = { events: { nodes: Array<{ id: string, occurredAt: string, receivedAt: string, matchedWebhookCount: number, type: { name: string }, businessKeys: Array<{ name: string, value: string }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ExplainDeliveryQueryVariables = Exact<{
  eventId: string;
  webhook: WebhookRefInput;
}>;


export type ExplainDeliveryQuery = { explainDelivery: { delivered: boolean, state: TraceState, verdict: DeliveryVerdict, explanation: string, delivery: { id: string, status: DeliveryStatus } | null } | null };

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { node:
    | { __typename: 'ApiKey', id: string }
    | { __typename: 'AuditEntry', id: string }
    | { __typename: 'Delivery', id: string }
    | { __typename: 'DeliveryAttempt', id: string }
    | { __typename: 'Event', id: string }
    | { __typename: 'EventType', id: string }
    | { __typename: 'Replay', id: string }
    | { __typename: 'SigningSecret', id: string }
    | { __typename: 'Webhook', id: string }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'ApiKey', id: string }
    | { __typename: 'AuditEntry', id: string }
    | { __typename: 'Delivery', status: DeliveryStatus, id: string }
    | { __typename: 'DeliveryAttempt', number: number, id: string }
    | { __typename: 'Event', id: string }
    | { __typename: 'EventType', id: string, typeName: string }
    | { __typename: 'Replay', id: string }
    | { __typename: 'SigningSecret', hint: string, id: string }
    | { __typename: 'Webhook', name: string, id: string }
   | null> };

export type PauseWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
  reason?: string | null | undefined;
}>;


export type PauseWebhookMutation = { pauseWebhook: { affectedDeliveryCount: number | null, webhook: { id: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, statusNote: string | null, statusChangedAt: string, revision: number, circuit: { state: CircuitState, consecutiveFailures: number } } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type PreviewConditionQueryVariables = Exact<{
  eventTypes: Array<string> | string;
  condition: string;
  sampleSize?: number | null | undefined;
}>;


export type PreviewConditionQuery = { previewCondition: { sampled: number, matched: number, failures: Array<string>, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type PreviewDeliveryQueryVariables = Exact<{
  target: PreviewTargetInput;
  sample: SampleEventInput;
}>;


export type PreviewDeliveryQuery = { previewDelivery: { matches: boolean, explanation: Array<string>, request: { method: string, url: string, body: string | null, bodyBytes: number, headers: Array<{ name: string, value: string | null, isSensitive: boolean }> } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', policy: string, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type PublishEventMutationVariables = Exact<{
  input: PublishEventInput;
}>;


export type PublishEventMutation = { publishEvent: { isDuplicate: boolean, event: { id: string, occurredAt: string, receivedAt: string, matchedWebhookCount: number } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type PublishEventsMutationVariables = Exact<{
  inputs: Array<PublishEventInput> | PublishEventInput;
}>;


export type PublishEventsMutation = { publishEvents: { acceptedCount: number, results: Array<{ isDuplicate: boolean, event: { id: string } | null, errors: Array<
        | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
        | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
      > }>, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', limit: number, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type RedeliverMutationVariables = Exact<{
  deliveryId: string;
  idempotencyKey?: string | null | undefined;
}>;


export type RedeliverMutation = { redeliver: { delivery: { id: string, status: DeliveryStatus, trigger: DeliveryTrigger, redeliveryOf: { id: string, status: DeliveryStatus } | null, event: { id: string } } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type ReplayQueryVariables = Exact<{
  id: string;
}>;


export type ReplayQuery = { replay: { id: string, status: ReplayStatus, statusNote: string | null, selection: Record<string, unknown>, enqueuedCount: number, succeededCount: number, failedCount: number, canceledCount: number, skippedCount: number, createdAt: string, completedAt: string | null, total: { count: number, precision: CountPrecision }, createdBy: { id: string, name: string } | null } | null };

export type ReplaysQueryVariables = Exact<{
  status?: Array<ReplayStatus> | ReplayStatus | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ReplaysQuery = { replays: { nodes: Array<{ id: string, status: ReplayStatus, statusNote: string | null, enqueuedCount: number, succeededCount: number, failedCount: number, createdAt: string, completedAt: string | null, total: { count: number, precision: CountPrecision } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null }, totalCount: { count: number, precision: CountPrecision } | null } | null };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { closedConnectionCount: number | null, apiKey: { id: string, revokedAt: string | null } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type RevokeWebhookSecretMutationVariables = Exact<{
  secretId: string;
}>;


export type RevokeWebhookSecretMutation = { revokeWebhookSecret: { webhook: { id: string, revision: number, signingSecrets: Array<{ id: string, hint: string, isPrimary: boolean, expiresAt: string | null }> } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type RotateApiKeyMutationVariables = Exact<{
  id: string;
  overlap?: string | null | undefined;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { token: string | null, apiKey: { id: string, prefix: string, previousTokenExpiresAt: string | null } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type RotateWebhookSecretMutationVariables = Exact<{
  webhook: WebhookRefInput;
  overlap?: string | null | undefined;
  algorithm?: SigningAlgorithm | null | undefined;
}>;


export type RotateWebhookSecretMutation = { rotateWebhookSecret: { signingSecret: string | null, previousExpiresAt: string | null, webhook: { id: string, revision: number, signingSecrets: Array<{ id: string, algorithm: SigningAlgorithm, publicKey: string | null, hint: string, isPrimary: boolean, createdAt: string, expiresAt: string | null }> } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', limit: number, retryAfter: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type StartReplayMutationVariables = Exact<{
  input: StartReplayInput;
}>;


export type StartReplayMutation = { startReplay: { payloadRemovedCount: number | null, replay: { id: string, status: ReplayStatus, selection: Record<string, unknown>, enqueuedCount: number, createdAt: string, total: { count: number, precision: CountPrecision }, createdBy: { id: string, name: string } | null } | null, matching: { count: number, precision: CountPrecision } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', limit: number, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type TestWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
  sample?: SampleEventInput | null | undefined;
}>;


export type TestWebhookMutation = { testWebhook: { delivery: { id: string, status: DeliveryStatus, trigger: DeliveryTrigger, attemptCount: number, maxAttempts: number | null, nextAttemptAt: string | null, event: { id: string }, lastAttempt: { number: number, outcome: AttemptOutcome | null, startedAt: string, finishedAt: string | null, dnsMs: number | null, connectMs: number | null, tlsMs: number | null, ttfbMs: number | null, durationMs: number | null, remoteAddress: string | null, errorMessage: string | null, failure: { category: FailureCategory, cause: string, remedy: string } | null, request: { method: string, url: string, body: string | null, bodyBytes: number, headers: Array<{ name: string, value: string | null, isSensitive: boolean }> } | null, response: { statusCode: number, body: string | null, bodyTruncated: boolean, headers: Array<{ name: string, value: string | null }> } | null } | null } | null, errors: Array<
      | { __typename: 'ConflictError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', limit: number, retryAfter: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type TraceQueryVariables = Exact<{
  businessKey: string;
  first?: number | null | undefined;
}>;


export type TraceQuery = { trace: { businessKey: string, steps: Array<{ event: { id: string, occurredAt: string, receivedAt: string, type: { name: string } }, explanations: Array<{ state: TraceState, verdict: DeliveryVerdict, explanation: string, webhook: { id: string, name: string }, delivery: { id: string, status: DeliveryStatus, attemptCount: number, nextAttemptAt: string | null } | null }> }> } | null };

export type UpdateWebhookMutationVariables = Exact<{
  webhook: WebhookRefInput;
  input: UpdateWebhookInput;
  expectedRevision?: number | null | undefined;
}>;


export type UpdateWebhookMutation = { updateWebhook: { webhook: { id: string, name: string, description: string | null, url: string, eventTypes: Array<string>, condition: string | null, timeout: string, metadata: Record<string, unknown>, revision: number, updatedAt: string, headers: Array<{ name: string, value: string | null, isSensitive: boolean }>, retryPolicy: { maxAttempts: number, initialDelay: string, maxDelay: string, multiplier: number }, throttle: { maxPerSecond: number | null, maxConcurrent: number } } | null, errors: Array<
      | { __typename: 'ConflictError', currentRevision: number | null, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'LimitExceededError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'NotFoundError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'OperationError', code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'UrlNotAllowedError', policy: string, code: UserErrorCode, message: string, path: Array<string> | null }
      | { __typename: 'ValidationError', rule: string | null, code: UserErrorCode, message: string, path: Array<string> | null }
    > } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { expiresAt: string | null, actor: { id: string, name: string, role: Role }, scope: { tenantId: string, companyId: string | null, fulfillmentCenterId: string | null } } | null };

export type WebhookChangesSubscriptionVariables = Exact<{
  webhookIds?: Array<string> | string | null | undefined;
  scope?: ScopeInput | null | undefined;
  withCurrent?: boolean;
}>;


export type WebhookChangesSubscription = { webhookChanges: { webhookId: string, changes: Array<WebhookChangeKind>, occurredAt: string, webhook: { id: string, name: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, health: WebhookHealth, revision: number, circuit: { state: CircuitState, nextProbeAt: string | null } } | null } };

export type WebhookStatsQueryVariables = Exact<{
  by: WebhookRefInput;
  range: DateTimeRangeInput;
  interval?: StatsInterval;
}>;


export type WebhookStatsQuery = { webhook: { id: string, name: string, status: WebhookStatus, stats: { backlog: number, oldestPendingAge: string | null, totals: { created: number, succeeded: number, failed: number, attempts: number, successRate: number | null, p50DurationMs: number | null, p95DurationMs: number | null, p99DurationMs: number | null }, buckets: Array<{ startsAt: string, totals: { succeeded: number, failed: number } }> } | null } | null };

export type WebhookQueryVariables = Exact<{
  by: WebhookRefInput;
}>;


export type WebhookQuery = { webhook: { id: string, key: string | null, name: string, description: string | null, url: string, status: WebhookStatus, statusReason: WebhookStatusReason | null, statusNote: string | null, statusChangedAt: string, health: WebhookHealth, eventTypes: Array<string>, condition: string | null, timeout: string, metadata: Record<string, unknown>, revision: number, createdAt: string, updatedAt: string, viewerCanManage: boolean, circuit: { state: CircuitState, changedAt: string | null, nextProbeAt: string | null, consecutiveFailures: number }, matchedEventTypes: Array<{ name: string }>, scope: { tenantId: string, companyId: string | null, fulfillmentCenterId: string | null }, headers: Array<{ name: string, value: string | null, isSensitive: boolean }>, signingSecrets: Array<{ id: string, algorithm: SigningAlgorithm, publicKey: string | null, hint: string, isPrimary: boolean, createdAt: string, expiresAt: string | null }>, retryPolicy: { maxAttempts: number, initialDelay: string, maxDelay: string, multiplier: number, schedule: Array<string> }, throttle: { maxPerSecond: number | null, maxConcurrent: number }, createdBy: { id: string, name: string, role: Role } | null } | null };

export type WebhooksQueryVariables = Exact<{
  filter?: WebhookFilter | null | undefined;
  orderBy?: WebhookOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type WebhooksQuery = { webhooks: { nodes: Array<{ id: string, key: string | null, name: string, url: string, status: WebhookStatus, health: WebhookHealth, eventTypes: Array<string>, condition: string | null, createdAt: string, circuit: { state: CircuitState }, signingSecrets: Array<{ hint: string, isPrimary: boolean }>, createdBy: { name: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, totalCount: { count: number, precision: CountPrecision } | null } | null };


export const ActivateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ActivateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activateWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"consecutiveFailures"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"affectedDeliveryCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<ActivateWebhookMutation, ActivateWebhookMutationVariables>;
export const ApiKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ApiKeys"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"includeRevoked"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKeys"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"includeRevoked"},"value":{"kind":"Variable","name":{"kind":"Name","value":"includeRevoked"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"allowedEventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"previousTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}}]}}]}}]} as unknown as DocumentNode<ApiKeysQuery, ApiKeysQueryVariables>;
export const AuditEntriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditEntries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEntries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"targetType"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"operationName"}},{"kind":"Field","name":{"kind":"Name","value":"remoteAddress"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}}]}}]}}]} as unknown as DocumentNode<AuditEntriesQuery, AuditEntriesQueryVariables>;
export const CancelDeliveryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelDelivery"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"deliveryId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelDelivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"deliveryId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"deliveryId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CancelDeliveryMutation, CancelDeliveryMutationVariables>;
export const CancelReplayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CancelReplay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cancelReplay"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replay"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"enqueuedCount"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"matching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CancelReplayMutation, CancelReplayMutationVariables>;
export const CreateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"allowedEventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const CreateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"condition"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"timeout"}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenantId"}},{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"retryPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}}]}},{"kind":"Field","name":{"kind":"Name","value":"throttle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingSecrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingSecret"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UrlNotAllowedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"conflictingId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const DeleteWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedWebhookId"}},{"kind":"Field","name":{"kind":"Name","value":"canceledDeliveryCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const DeliveriesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Deliveries"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveries"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"businessKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lastAttempt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"response"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusCode"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"streamCursor"}}]}}]}}]} as unknown as DocumentNode<DeliveriesQuery, DeliveriesQueryVariables>;
export const DeliveryStatsTicksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DeliveryStatsTicks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"window"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}},"defaultValue":{"kind":"StringValue","value":"PT5M","block":false}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"every"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}},"defaultValue":{"kind":"StringValue","value":"PT2S","block":false}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"scope"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryStatsTicks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"window"},"value":{"kind":"Variable","name":{"kind":"Name","value":"window"}}},{"kind":"Argument","name":{"kind":"Name","value":"every"},"value":{"kind":"Variable","name":{"kind":"Name","value":"every"}}},{"kind":"Argument","name":{"kind":"Name","value":"webhookIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"scope"},"value":{"kind":"Variable","name":{"kind":"Name","value":"scope"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"p50DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p95DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p99DurationMs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"backlog"}},{"kind":"Field","name":{"kind":"Name","value":"attemptsPerSecond"}}]}}]}}]} as unknown as DocumentNode<DeliveryStatsTicksSubscription, DeliveryStatsTicksSubscriptionVariables>;
export const DeliveryStatsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeliveryStats"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRangeInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StatsInterval"}}},"defaultValue":{"kind":"EnumValue","value":"HOUR"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"eventTypes"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventTypePattern"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"scope"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryStats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}},{"kind":"Argument","name":{"kind":"Name","value":"webhookIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"eventTypes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"eventTypes"}}},{"kind":"Argument","name":{"kind":"Name","value":"scope"},"value":{"kind":"Variable","name":{"kind":"Name","value":"scope"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"p50DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p95DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p99DurationMs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"p95DurationMs"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"backlog"}},{"kind":"Field","name":{"kind":"Name","value":"oldestPendingAge"}}]}}]}}]} as unknown as DocumentNode<DeliveryStatsQuery, DeliveryStatsQueryVariables>;
export const DeliveryUpdatesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"DeliveryUpdates"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryUpdateFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"StreamCursor"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deliveryUpdates"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryChanged"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"previousStatus"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"isReplay"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"response"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusCode"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamCaughtUp"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"StreamReset"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]}}]} as unknown as DocumentNode<DeliveryUpdatesSubscription, DeliveryUpdatesSubscriptionVariables>;
export const DeliveryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Delivery"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"holdReason"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"cancelReason"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"redeliveryOf"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replay"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attempts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"dnsMs"}},{"kind":"Field","name":{"kind":"Name","value":"connectMs"}},{"kind":"Field","name":{"kind":"Name","value":"tlsMs"}},{"kind":"Field","name":{"kind":"Name","value":"ttfbMs"}},{"kind":"Field","name":{"kind":"Name","value":"remoteAddress"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"bodyBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"response"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusCode"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"bodyTruncated"}},{"kind":"Field","name":{"kind":"Name","value":"bodyBytes"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<DeliveryQuery, DeliveryQueryVariables>;
export const DisableWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DisableWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reason"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"disableWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}},{"kind":"Argument","name":{"kind":"Name","value":"reason"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reason"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"consecutiveFailures"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"affectedDeliveryCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<DisableWebhookMutation, DisableWebhookMutationVariables>;
export const EraseByBusinessKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"EraseByBusinessKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"businessKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"keyName"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"dryRun"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":true}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eraseByBusinessKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"businessKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"businessKey"}}},{"kind":"Argument","name":{"kind":"Name","value":"keyName"},"value":{"kind":"Variable","name":{"kind":"Name","value":"keyName"}}},{"kind":"Argument","name":{"kind":"Name","value":"dryRun"},"value":{"kind":"Variable","name":{"kind":"Name","value":"dryRun"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eventCount"}},{"kind":"Field","name":{"kind":"Name","value":"canceledDeliveryCount"}},{"kind":"Field","name":{"kind":"Name","value":"keyCounts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"eventCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"eventIds"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<EraseByBusinessKeyMutation, EraseByBusinessKeyMutationVariables>;
export const EventTypeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EventType"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"name"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventTypeName"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eventType"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"name"},"value":{"kind":"Variable","name":{"kind":"Name","value":"name"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"group"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"schemaVersion"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"required"}},{"kind":"Field","name":{"kind":"Name","value":"enumValues"}},{"kind":"Field","name":{"kind":"Name","value":"description"}}]}},{"kind":"Field","name":{"kind":"Name","value":"exampleText"}}]}}]}}]} as unknown as DocumentNode<EventTypeQuery, EventTypeQueryVariables>;
export const EventTypesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EventTypes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"search"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"eventTypes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"search"},"value":{"kind":"Variable","name":{"kind":"Name","value":"search"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"group"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"schemaVersion"}},{"kind":"Field","name":{"kind":"Name","value":"fieldCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<EventTypesQuery, EventTypesQueryVariables>;
export const EventDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Event"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"event"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"schemaVersion"}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenantId"}},{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"businessKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payloadText"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"idempotencyKey"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"matchedWebhookCount"}},{"kind":"Field","name":{"kind":"Name","value":"deliveries"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<EventQuery, EventQueryVariables>;
export const EventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Events"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EventFilterBy"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"events"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"businessKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"matchedWebhookCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<EventsQuery, EventsQueryVariables>;
export const ExplainDeliveryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ExplainDelivery"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"eventId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"explainDelivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"eventId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"eventId"}}},{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivered"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<ExplainDeliveryQuery, ExplainDeliveryQueryVariables>;
export const NodeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Node"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<NodeQuery, NodeQueryVariables>;
export const NodesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Nodes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EventType"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"typeName"},"name":{"kind":"Name","value":"name"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Delivery"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeliveryAttempt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningSecret"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hint"}}]}}]}}]}}]} as unknown as DocumentNode<NodesQuery, NodesQueryVariables>;
export const PauseWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PauseWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reason"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"pauseWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}},{"kind":"Argument","name":{"kind":"Name","value":"reason"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reason"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"consecutiveFailures"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"affectedDeliveryCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<PauseWebhookMutation, PauseWebhookMutationVariables>;
export const PreviewConditionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewCondition"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"eventTypes"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EventTypePattern"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"condition"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sampleSize"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewCondition"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"eventTypes"},"value":{"kind":"Variable","name":{"kind":"Name","value":"eventTypes"}}},{"kind":"Argument","name":{"kind":"Name","value":"condition"},"value":{"kind":"Variable","name":{"kind":"Name","value":"condition"}}},{"kind":"Argument","name":{"kind":"Name","value":"sampleSize"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sampleSize"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sampled"}},{"kind":"Field","name":{"kind":"Name","value":"matched"}},{"kind":"Field","name":{"kind":"Name","value":"failures"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PreviewConditionQuery, PreviewConditionQueryVariables>;
export const PreviewDeliveryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PreviewDelivery"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"target"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PreviewTargetInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sample"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SampleEventInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"previewDelivery"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"target"},"value":{"kind":"Variable","name":{"kind":"Name","value":"target"}}},{"kind":"Argument","name":{"kind":"Name","value":"sample"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sample"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"matches"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"bodyBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UrlNotAllowedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PreviewDeliveryQuery, PreviewDeliveryQueryVariables>;
export const PublishEventDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishEvent"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PublishEventInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publishEvent"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}},{"kind":"Field","name":{"kind":"Name","value":"matchedWebhookCount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isDuplicate"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PublishEventMutation, PublishEventMutationVariables>;
export const PublishEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PublishEventInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publishEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"acceptedCount"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isDuplicate"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}}]}}]}}]}}]} as unknown as DocumentNode<PublishEventsMutation, PublishEventsMutationVariables>;
export const RedeliverDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Redeliver"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"deliveryId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"redeliver"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"deliveryId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"deliveryId"}}},{"kind":"Argument","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"idempotencyKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"redeliveryOf"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RedeliverMutation, RedeliverMutationVariables>;
export const ReplayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Replay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replay"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"selection"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enqueuedCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeededCount"}},{"kind":"Field","name":{"kind":"Name","value":"failedCount"}},{"kind":"Field","name":{"kind":"Name","value":"canceledCount"}},{"kind":"Field","name":{"kind":"Name","value":"skippedCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ReplayQuery, ReplayQueryVariables>;
export const ReplaysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Replays"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"status"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ReplayStatus"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replays"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"status"},"value":{"kind":"Variable","name":{"kind":"Name","value":"status"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enqueuedCount"}},{"kind":"Field","name":{"kind":"Name","value":"succeededCount"}},{"kind":"Field","name":{"kind":"Name","value":"failedCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}}]}}]}}]} as unknown as DocumentNode<ReplaysQuery, ReplaysQueryVariables>;
export const RevokeApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"closedConnectionCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const RevokeWebhookSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeWebhookSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"secretId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeWebhookSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"secretId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"secretId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"signingSecrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeWebhookSecretMutation, RevokeWebhookSecretMutationVariables>;
export const RotateApiKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateApiKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"overlap"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateApiKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"overlap"},"value":{"kind":"Variable","name":{"kind":"Name","value":"overlap"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"prefix"}},{"kind":"Field","name":{"kind":"Name","value":"previousTokenExpiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<RotateApiKeyMutation, RotateApiKeyMutationVariables>;
export const RotateWebhookSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateWebhookSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"overlap"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Duration"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"algorithm"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SigningAlgorithm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateWebhookSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}},{"kind":"Argument","name":{"kind":"Name","value":"overlap"},"value":{"kind":"Variable","name":{"kind":"Name","value":"overlap"}}},{"kind":"Argument","name":{"kind":"Name","value":"algorithm"},"value":{"kind":"Variable","name":{"kind":"Name","value":"algorithm"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"signingSecrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingSecret"}},{"kind":"Field","name":{"kind":"Name","value":"previousExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RotateWebhookSecretMutation, RotateWebhookSecretMutationVariables>;
export const StartReplayDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StartReplay"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StartReplayInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startReplay"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"replay"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"selection"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enqueuedCount"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"matching"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}},{"kind":"Field","name":{"kind":"Name","value":"payloadRemovedCount"}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}}]}}]}}]}}]}}]} as unknown as DocumentNode<StartReplayMutation, StartReplayMutationVariables>;
export const TestWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"TestWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sample"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SampleEventInput"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"testWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}},{"kind":"Argument","name":{"kind":"Name","value":"sample"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sample"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"trigger"}},{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastAttempt"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"finishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dnsMs"}},{"kind":"Field","name":{"kind":"Name","value":"connectMs"}},{"kind":"Field","name":{"kind":"Name","value":"tlsMs"}},{"kind":"Field","name":{"kind":"Name","value":"ttfbMs"}},{"kind":"Field","name":{"kind":"Name","value":"durationMs"}},{"kind":"Field","name":{"kind":"Name","value":"remoteAddress"}},{"kind":"Field","name":{"kind":"Name","value":"errorMessage"}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"category"}},{"kind":"Field","name":{"kind":"Name","value":"cause"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"Field","name":{"kind":"Name","value":"request"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"bodyBytes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"response"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"statusCode"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"body"}},{"kind":"Field","name":{"kind":"Name","value":"bodyTruncated"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TestWebhookMutation, TestWebhookMutationVariables>;
export const TraceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Trace"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"businessKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trace"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"businessKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"businessKey"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"businessKey"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"event"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"type"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"receivedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"explanations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"verdict"}},{"kind":"Field","name":{"kind":"Name","value":"explanation"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"delivery"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"attemptCount"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<TraceQuery, TraceQueryVariables>;
export const UpdateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateWebhookInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedRevision"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhook"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhook"}}},{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedRevision"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedRevision"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"condition"}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"retryPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"initialDelay"}},{"kind":"Field","name":{"kind":"Name","value":"maxDelay"}},{"kind":"Field","name":{"kind":"Name","value":"multiplier"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeout"}},{"kind":"Field","name":{"kind":"Name","value":"throttle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"errors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rule"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UrlNotAllowedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"currentRevision"}}]}}]}}]}}]}}]} as unknown as DocumentNode<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"actor"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenantId"}},{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const WebhookChangesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WebhookChanges"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"scope"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeInput"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"withCurrent"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}},"defaultValue":{"kind":"BooleanValue","value":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhookChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"webhookIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"webhookIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"scope"},"value":{"kind":"Variable","name":{"kind":"Name","value":"scope"}}},{"kind":"Argument","name":{"kind":"Name","value":"withCurrent"},"value":{"kind":"Variable","name":{"kind":"Name","value":"withCurrent"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhookId"}},{"kind":"Field","name":{"kind":"Name","value":"changes"}},{"kind":"Field","name":{"kind":"Name","value":"occurredAt"}},{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"nextProbeAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}}]}}]} as unknown as DocumentNode<WebhookChangesSubscription, WebhookChangesSubscriptionVariables>;
export const WebhookStatsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WebhookStats"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"range"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DateTimeRangeInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"interval"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"StatsInterval"}}},"defaultValue":{"kind":"EnumValue","value":"HOUR"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stats"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"range"},"value":{"kind":"Variable","name":{"kind":"Name","value":"range"}}},{"kind":"Argument","name":{"kind":"Name","value":"interval"},"value":{"kind":"Variable","name":{"kind":"Name","value":"interval"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"created"}},{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}},{"kind":"Field","name":{"kind":"Name","value":"attempts"}},{"kind":"Field","name":{"kind":"Name","value":"successRate"}},{"kind":"Field","name":{"kind":"Name","value":"p50DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p95DurationMs"}},{"kind":"Field","name":{"kind":"Name","value":"p99DurationMs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"buckets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startsAt"}},{"kind":"Field","name":{"kind":"Name","value":"totals"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"succeeded"}},{"kind":"Field","name":{"kind":"Name","value":"failed"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"backlog"}},{"kind":"Field","name":{"kind":"Name","value":"oldestPendingAge"}}]}}]}}]}}]} as unknown as DocumentNode<WebhookStatsQuery, WebhookStatsQueryVariables>;
export const WebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"by"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookRefInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"Variable","name":{"kind":"Name","value":"by"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"statusReason"}},{"kind":"Field","name":{"kind":"Name","value":"statusNote"}},{"kind":"Field","name":{"kind":"Name","value":"statusChangedAt"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"changedAt"}},{"kind":"Field","name":{"kind":"Name","value":"nextProbeAt"}},{"kind":"Field","name":{"kind":"Name","value":"consecutiveFailures"}}]}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"condition"}},{"kind":"Field","name":{"kind":"Name","value":"matchedEventTypes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tenantId"}},{"kind":"Field","name":{"kind":"Name","value":"companyId"}},{"kind":"Field","name":{"kind":"Name","value":"fulfillmentCenterId"}}]}},{"kind":"Field","name":{"kind":"Name","value":"headers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"isSensitive"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingSecrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"algorithm"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"retryPolicy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxAttempts"}},{"kind":"Field","name":{"kind":"Name","value":"initialDelay"}},{"kind":"Field","name":{"kind":"Name","value":"maxDelay"}},{"kind":"Field","name":{"kind":"Name","value":"multiplier"}},{"kind":"Field","name":{"kind":"Name","value":"schedule"}}]}},{"kind":"Field","name":{"kind":"Name","value":"timeout"}},{"kind":"Field","name":{"kind":"Name","value":"throttle"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"maxPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxConcurrent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"metadata"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"role"}}]}},{"kind":"Field","name":{"kind":"Name","value":"viewerCanManage"}}]}}]}}]} as unknown as DocumentNode<WebhookQuery, WebhookQueryVariables>;
export const WebhooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"WebhookOrder"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhooks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"circuit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"signingSecrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"isPrimary"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"condition"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}},{"kind":"Field","name":{"kind":"Name","value":"precision"}}]}}]}}]}}]} as unknown as DocumentNode<WebhooksQuery, WebhooksQueryVariables>;