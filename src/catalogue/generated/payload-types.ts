// Generated from schema/events by `npm run generate`. Do not edit.

/** Whole number from 0 to 9223372036854775807; beyond 2^53-1 only its digits in a string are exact. */
export type Long = number | string;

/** RFC 3339 with seconds and a zone: 2026-02-02T10:30:00Z. */
export type DateText = string;

export type ShipmentTrackingStatus = 'VOIDED' | 'BACKORDERED' | 'SHIPPED' | 'PACKED';

export type ShipmentWorkStatus = 'WORKING' | 'SHIPPED' | 'PACKED';

export type AddressValidationStatus = 'NOT_CHECKED' | 'VERIFIED' | 'CORRECTED' | 'UNVERIFIED';

export type FreightTerms = 'PREPAID' | 'PREPAID_AND_ADD' | 'COLLECT' | 'THIRD_PARTY';

export type ShipmentMode =
  'PARCEL' | 'LTL' | 'TRUCKLOAD' | 'COURIER' | 'AIR' | 'OCEAN' | 'INTERMODAL' | 'CUSTOMER_PICKUP';

export type SignatureRequired = 'DIRECT' | 'ADULT' | 'NONE';

export type WeightUnit = 'LB' | 'KG' | 'OZ' | 'G';

export type VolumeUnit = 'CFT' | 'CBM' | 'CIN';

export type Incoterms = 'EXW' | 'FCA' | 'CPT' | 'CIP' | 'DAP' | 'DPU' | 'DDP' | 'FAS' | 'FOB' | 'CFR' | 'CIF';

export type CustomsContentsType = 'MERCHANDISE' | 'GIFT' | 'DOCUMENTS' | 'SAMPLE' | 'RETURNED_GOODS' | 'OTHER';

export type DutiesPaidBy = 'SENDER' | 'RECIPIENT' | 'THIRD_PARTY';

export type DimensionUnit = 'IN' | 'CM';

export type HazmatPackingGroup = 'I' | 'II' | 'III';

export type PickStatus = 'COMPLETE' | 'PARTIAL' | 'SHORT';

export type PickWorkType = 'ORDER_PICK' | 'BATCH_PICK' | 'REPLENISHMENT' | 'KIT_PICK' | 'TRANSFER_PICK';

export type PickMethod = 'DISCRETE' | 'BATCH' | 'CLUSTER' | 'ZONE' | 'GOODS_TO_PERSON';

export type PickCaptureMethod = 'SCAN' | 'VOICE' | 'LIGHT' | 'RFID' | 'ROBOT' | 'MANUAL';

export type PickShortReason =
  'EMPTY_LOCATION' | 'DAMAGED' | 'WRONG_ITEM_IN_LOCATION' | 'EXPIRED' | 'LOCATION_BLOCKED' | 'OTHER';

export type InventoryTransactionType =
  | 'RECEIPT'
  | 'ADJUSTMENT'
  | 'CYCLE_COUNT'
  | 'SHIPMENT'
  | 'RETURN'
  | 'TRANSFER_IN'
  | 'TRANSFER_OUT'
  | 'MOVE'
  | 'STATUS_CHANGE'
  | 'KIT_BUILD'
  | 'KIT_BREAK'
  | 'SCRAP';

export type InventorySource = 'RF' | 'WEB' | 'API' | 'AUTOMATION' | 'SYSTEM' | 'IMPORT';

export type InventoryDocumentType =
  'PURCHASE_ORDER' | 'ASN' | 'SALES_ORDER' | 'RMA' | 'TRANSFER_ORDER' | 'WORK_ORDER' | 'CYCLE_COUNT' | 'NONE';

export type InventoryStatus = 'AVAILABLE' | 'HOLD' | 'QUARANTINE' | 'DAMAGED' | 'EXPIRED' | 'RETURNS';

export type OrderStatusValue =
  | 'RECEIVED'
  | 'ON_HOLD'
  | 'ALLOCATED'
  | 'BACKORDERED'
  | 'RELEASED'
  | 'PICKING'
  | 'PICKED'
  | 'PACKING'
  | 'PACKED'
  | 'PARTIALLY_SHIPPED'
  | 'SHIPPED'
  | 'CANCELLED'
  | 'CLOSED';

export type RmaStatus = 'PARTIALLY_RECEIVED' | 'RECEIVED' | 'INSPECTING' | 'PROCESSED' | 'REJECTED';

export type ReturnType = 'CUSTOMER_RETURN' | 'UNDELIVERABLE' | 'REFUSED' | 'EXCHANGE' | 'WARRANTY' | 'RECALL' | 'BLIND';

export type ReturnCondition =
  'NEW' | 'LIKE_NEW' | 'OPENED' | 'USED' | 'DAMAGED' | 'DEFECTIVE' | 'WRONG_ITEM' | 'MISSING_PARTS' | 'EXPIRED';

export type ReturnDisposition =
  | 'RESTOCK'
  | 'QUARANTINE'
  | 'REFURBISH'
  | 'REPAIR'
  | 'RETURN_TO_VENDOR'
  | 'LIQUIDATE'
  | 'DONATE'
  | 'DESTROY'
  | 'RETURN_TO_CUSTOMER';

/** A package was closed out for shipping: what left, in which package, for which order, to whom, by which carrier. 222 fields. */
export interface ShipmentClosed {
  /** Instant at which the event was raised; not the ship time. */
  readonly timestamp: DateText;
  /** Tenant that owns the data. */
  readonly tenantId: string;
  /** Company (client) inside the tenant. */
  readonly companyId: string;
  /** Warehouse that shipped. */
  readonly fulfillmentCenterId: string;
  /** Number of the shipping work. */
  readonly workControlNumber: Long;
  /** Licence plate of the closed package. */
  readonly lpn: string;
  /** Advance ship notice number sent to the receiver. */
  readonly asn?: string;
  /** Carrier code. */
  readonly carrier?: string;
  /** Service level code at that carrier. */
  readonly carrierService?: string;
  /** Main tracking number of the package. */
  readonly trackingNumber?: string;
  /** Outcome of the package. */
  readonly trackingStatus: ShipmentTrackingStatus;
  /** State of the shipping work, apart from the outcome of the package. */
  readonly status?: ShipmentWorkStatus;
  /** When the package left or was tendered. */
  readonly shipDate?: DateText;
  /** Carrier's expected delivery. */
  readonly estimatedDeliveryDate?: DateText;
  /** Readable name of the warehouse. */
  readonly fulfillmentCenterName?: string;
  /** IANA time zone of the warehouse, to turn UTC into local cut-off days. */
  readonly fulfillmentCenterTimeZone?: string;
  /** Shipment document number that groups packages. */
  readonly shipmentId?: string;
  /** Ordinal of this shipment among the shipments of the order. */
  readonly shipmentSequence?: number;
  /** True while quantity of the order is still open. */
  readonly partialShipmentFlag?: boolean;
  /** True when nothing more will ship on the order. */
  readonly finalShipmentFlag?: boolean;
  /** Wave in which the work was released. */
  readonly waveId?: string;
  /** When the package was sealed. */
  readonly packDate?: DateText;
  /** Station at which it was packed. */
  readonly packStation?: string;
  /** Who packed it. */
  readonly packedByTeamMember?: string;
  /** Who closed it on the truck. */
  readonly closedByTeamMember?: string;
  /** Latest change to the shipping work. */
  readonly lastActivityDate?: DateText;
  /** Who made the latest change. */
  readonly lastActivityTeamMember?: string;
  /** When the shipment was voided. */
  readonly voidDate?: DateText;
  /** Why it was voided. */
  readonly voidReasonCode?: string;
  /** Why quantity went to backorder. */
  readonly backorderReasonCode?: string;
  /** Sales order the package fulfils. */
  readonly salesOrderId?: string;
  /** Order class, for example B2C, WHOLESALE, TRANSFER. */
  readonly orderType?: string;
  /** Channel or marketplace the order came from. */
  readonly salesChannel?: string;
  /** Order number on that channel. */
  readonly channelOrderId?: string;
  /** Buyer's purchase order number. */
  readonly customerPurchaseOrderNumber?: string;
  /** Retail store or mark-for location. */
  readonly storeNumber?: string;
  /** Retailer's department, as labels require. */
  readonly departmentNumber?: string;
  /** Shipper's vendor number at the retailer. */
  readonly vendorNumber?: string;
  /** When the order was placed. */
  readonly orderDate?: DateText;
  /** Ship-by date asked for. */
  readonly requestedShipDate?: DateText;
  /** Delivery date asked for. */
  readonly requestedDeliveryDate?: DateText;
  /** Date after which the buyer may refuse. */
  readonly cancelAfterDate?: DateText;
  /** Order priority. */
  readonly priorityCode?: string;
  /** Order is a gift: no prices on the slip. */
  readonly giftFlag?: boolean;
  /** Text printed for the recipient. */
  readonly giftMessage?: string;
  /** Packing slip in the box. */
  readonly packingSlipNumber?: string;
  /** Note for the driver. */
  readonly deliveryInstructions?: string;
  /** ISO 4217 code of every order amount and of price. */
  readonly currencyCode?: string;
  /** Goods value of the order. */
  readonly orderSubtotal?: number;
  /** Tax of the order. */
  readonly orderTax?: number;
  /** Grand total of the order. */
  readonly orderTotal?: number;
  /** Customer account. */
  readonly customerId?: string;
  /** Company that receives. */
  readonly customerCompany?: string;
  /** Recipient's first name. */
  readonly firstName?: string;
  /** Recipient's last name. */
  readonly lastName?: string;
  /** Ship-to: street address, line 1. */
  readonly addressLine1?: string;
  /** Ship-to: street address, line 2. */
  readonly addressLine2?: string;
  /** Ship-to: street address, line 3. */
  readonly addressLine3?: string;
  /** Ship-to: street address, line 4. */
  readonly addressLine4?: string;
  /** Ship-to city. */
  readonly city?: string;
  /** Ship-to state or province code. */
  readonly stateCode?: string;
  /** Ship-to postal code; text, leading zeros matter. */
  readonly zipCode?: string;
  /** Ship-to country, ISO 3166-1 alpha-2. */
  readonly countryCode?: string;
  /** Recipient's phone. */
  readonly phone?: string;
  /** Recipient's mobile. */
  readonly cell?: string;
  /** Recipient's main e-mail. */
  readonly mainEmail?: string;
  /** Carrier treats the address as residential. */
  readonly residentialFlag?: boolean;
  /** Result of the address check. */
  readonly addressValidationStatus?: AddressValidationStatus;
  /** GLN or other code of the receiving site. */
  readonly shipToLocationCode?: string;
  /** Sender name on the label. */
  readonly shipFromName?: string;
  /** Ship-from: street address, line 1. */
  readonly shipFromAddressLine1?: string;
  /** Ship-from: street address, line 2. */
  readonly shipFromAddressLine2?: string;
  /** Ship-from city. */
  readonly shipFromCity?: string;
  /** Ship-from state or province code. */
  readonly shipFromStateCode?: string;
  /** Ship-from postal code. */
  readonly shipFromZipCode?: string;
  /** Ship-from country, ISO 3166-1 alpha-2. */
  readonly shipFromCountryCode?: string;
  /** Sender's phone. */
  readonly shipFromPhone?: string;
  /** Account that pays for the goods. */
  readonly billToCustomerId?: string;
  /** Company that pays for the goods. */
  readonly billToCompany?: string;
  /** Payer's first name. */
  readonly billToFirstName?: string;
  /** Payer's last name. */
  readonly billToLastName?: string;
  /** Bill-to: street address, line 1. */
  readonly billToAddressLine1?: string;
  /** Bill-to: street address, line 2. */
  readonly billToAddressLine2?: string;
  /** Bill-to city. */
  readonly billToCity?: string;
  /** Bill-to state or province code. */
  readonly billToStateCode?: string;
  /** Bill-to postal code. */
  readonly billToZipCode?: string;
  /** Bill-to country, ISO 3166-1 alpha-2. */
  readonly billToCountryCode?: string;
  /** Payer's e-mail. */
  readonly billToEmail?: string;
  /** Who pays the carrier. */
  readonly freightTerms?: FreightTerms;
  /** Carrier account charged. */
  readonly thirdPartyAccountNumber?: string;
  /** Company that owns that account. */
  readonly thirdPartyCompany?: string;
  /** Third party: street address. */
  readonly thirdPartyAddressLine1?: string;
  /** Third-party city. */
  readonly thirdPartyCity?: string;
  /** Third-party state or province code. */
  readonly thirdPartyStateCode?: string;
  /** Third-party postal code, checked by carriers. */
  readonly thirdPartyZipCode?: string;
  /** Third-party country. */
  readonly thirdPartyCountryCode?: string;
  /** Readable carrier name. */
  readonly carrierName?: string;
  /** Readable service name. */
  readonly carrierServiceName?: string;
  /** Standard carrier alpha code. */
  readonly scac?: string;
  /** Shipper's account at the carrier. */
  readonly carrierAccountNumber?: string;
  /** Mode of transport. */
  readonly shipmentMode?: ShipmentMode;
  /** Tracking number of the whole multi-piece shipment. */
  readonly masterTrackingNumber?: string;
  /** Tracking number of an enclosed return label. */
  readonly returnTrackingNumber?: string;
  /** Public tracking page. */
  readonly trackingUrl?: string;
  /** Signature asked of the recipient. */
  readonly signatureRequired?: SignatureRequired;
  /** Saturday delivery was bought. */
  readonly saturdayDeliveryFlag?: boolean;
  /** Recipient collects at a carrier point. */
  readonly holdAtLocationFlag?: boolean;
  /** Carrier's code of that point. */
  readonly holdLocationId?: string;
  /** Business days the carrier plans. */
  readonly transitDays?: number;
  /** Rating zone. */
  readonly carrierZone?: string;
  /** Outbound load or truck. */
  readonly loadId?: string;
  /** End-of-day manifest. */
  readonly manifestId?: string;
  /** Trailer or container number. */
  readonly trailerNumber?: string;
  /** Seal on the trailer. */
  readonly sealNumber?: string;
  /** Door it was loaded at. */
  readonly dockDoor?: string;
  /** Delivery route. */
  readonly routeId?: string;
  /** Stop on that route. */
  readonly stopNumber?: number;
  /** Bill of lading. */
  readonly billOfLadingNumber?: string;
  /** Carrier's progressive (freight bill) number. */
  readonly proNumber?: string;
  /** When the truck was closed. */
  readonly truckCloseDate?: DateText;
  /** Negotiated carrier charge to the shipper. */
  readonly freightCost?: number;
  /** Published carrier rate. */
  readonly freightListRate?: number;
  /** Freight billed to the customer. */
  readonly freightCharged?: number;
  /** Fuel part of the carrier charge. */
  readonly fuelSurcharge?: number;
  /** Other carrier surcharges together. */
  readonly accessorialCharges?: number;
  /** Warehouse handling billed on. */
  readonly handlingCharge?: number;
  /** Value insured with the carrier. */
  readonly insuredValue?: number;
  /** Premium for it. */
  readonly insuranceCharge?: number;
  /** Amount to collect on delivery. */
  readonly codAmount?: number;
  /** Sum billed to the customer for shipping. */
  readonly totalCharges?: number;
  /** ISO 4217 code of every freight amount. */
  readonly freightCurrencyCode?: string;
  /** Cartons in the shipment. */
  readonly totalCartons?: number;
  /** Pallets in the shipment. */
  readonly totalPallets?: number;
  /** Entries in details[]. */
  readonly totalLines?: number;
  /** Sum of quantityShipped. */
  readonly totalQuantityShipped?: number;
  /** Gross weight of the shipment. */
  readonly weightShipment?: number;
  /** Unit of every weight in the payload. */
  readonly weightUnitOfMeasure?: WeightUnit;
  /** Volume-based weight used in rating. */
  readonly dimensionalWeight?: number;
  /** Weight the carrier charges. */
  readonly billableWeight?: number;
  /** Volume of the shipment. */
  readonly volumeShipment?: number;
  /** Unit of that volume. */
  readonly volumeUnitOfMeasure?: VolumeUnit;
  /** Any content is regulated as dangerous goods. */
  readonly hazmatFlag?: boolean;
  /** Shipper's declaration. */
  readonly hazmatDeclarationNumber?: string;
  /** 24 h emergency contact. */
  readonly hazmatEmergencyPhone?: string;
  /** Ships under the limited quantity exception. */
  readonly limitedQuantityFlag?: boolean;
  /** Contains or is packed with lithium cells. */
  readonly lithiumBatteryFlag?: boolean;
  /** Dry ice in the package. */
  readonly dryIceWeight?: number;
  /** Trade term. */
  readonly incoterms?: Incoterms;
  /** Nature of the goods for customs. */
  readonly customsContentsType?: CustomsContentsType;
  /** Value declared at the border. */
  readonly customsDeclaredValue?: number;
  /** ISO 4217 code of customs values. */
  readonly customsCurrencyCode?: string;
  /** Commercial invoice. */
  readonly commercialInvoiceNumber?: string;
  /** AES internal transaction number. */
  readonly exportItn?: string;
  /** EEI exemption used instead of an ITN. */
  readonly exportExemptionCode?: string;
  /** Exporter's EIN, EORI or VAT number. */
  readonly exporterTaxId?: string;
  /** Importer's tax number. */
  readonly importerTaxId?: string;
  /** Who pays duty and tax. */
  readonly dutiesPaidBy?: DutiesPaidBy;
  /** Duty and tax computed at shipping. */
  readonly estimatedDutiesAmount?: number;
  /** Company-defined value 1. */
  readonly customField01?: string;
  /** Company-defined value 2. */
  readonly customField02?: string;
  /** Company-defined value 3. */
  readonly customField03?: string;
  /** Company-defined value 4. */
  readonly customField04?: string;
  /** Company-defined value 5. */
  readonly customField05?: string;
  /** Cartons of the shipment known at closeout. */
  readonly cartons?: readonly ShipmentClosedCarton[];
  /** One entry a shipped line, lot and group of ten serials. */
  readonly details: readonly ShipmentClosedDetail[];
}

/** Cartons of the shipment known at closeout. 15 fields. */
export interface ShipmentClosedCarton {
  /** Carton's ordinal in the shipment. */
  readonly cartonNumber: number;
  /** Licence plate of the carton. */
  readonly lpn: string;
  /** GS1 serial shipping container code, 18 digits. */
  readonly sscc?: string;
  /** Tracking number of the carton. */
  readonly trackingNumber?: string;
  /** Box code. */
  readonly cartonType?: string;
  /** Pallet that carries the carton. */
  readonly palletLpn?: string;
  /** Outer length. */
  readonly length?: number;
  /** Outer width. */
  readonly width?: number;
  /** Outer height. */
  readonly height?: number;
  /** Unit of the three dimensions. */
  readonly dimensionUnitOfMeasure?: DimensionUnit;
  /** Weighed gross weight. */
  readonly weight?: number;
  /** Units in the carton. */
  readonly quantity?: number;
  /** Value declared to the carrier. */
  readonly declaredValue?: number;
  /** Carrier charge of the carton. */
  readonly freightCost?: number;
  /** When the carton was sealed. */
  readonly packDate?: DateText;
}

/** One entry a shipped line, lot and group of ten serials. 44 fields. */
export interface ShipmentClosedDetail {
  /** Line ordinal; repeated when a line is split over lots, cartons or serials. */
  readonly lineNumber: number;
  /** SKU. */
  readonly product: string;
  /** Lot shipped. */
  readonly lot?: string;
  /** Serial number 1 of at most ten captured for this line entry. */
  readonly serial01?: string;
  /** Serial number 2 of at most ten captured for this line entry. */
  readonly serial02?: string;
  /** Serial number 3 of at most ten captured for this line entry. */
  readonly serial03?: string;
  /** Serial number 4 of at most ten captured for this line entry. */
  readonly serial04?: string;
  /** Serial number 5 of at most ten captured for this line entry. */
  readonly serial05?: string;
  /** Serial number 6 of at most ten captured for this line entry. */
  readonly serial06?: string;
  /** Serial number 7 of at most ten captured for this line entry. */
  readonly serial07?: string;
  /** Serial number 8 of at most ten captured for this line entry. */
  readonly serial08?: string;
  /** Serial number 9 of at most ten captured for this line entry. */
  readonly serial09?: string;
  /** Serial number 10 of at most ten captured for this line entry. */
  readonly serial10?: string;
  /** Quantity the order asked for. */
  readonly quantityRequired?: number;
  /** Quantity that left. */
  readonly quantityShipped?: number;
  /** Quantity still owed. */
  readonly quantityBackordered?: number;
  /** UPC or other scanned code; text, check digit not enforced. */
  readonly upcBarcode?: string;
  /** Unit price. */
  readonly price?: number;
  /** Quantity dropped for good. */
  readonly quantityCancelled?: number;
  /** Unit of every quantity of the line. */
  readonly unitOfMeasureCode?: string;
  /** Line on the sales order. */
  readonly salesOrderLineNumber?: number;
  /** Buyer's item number. */
  readonly customerSku?: string;
  /** Item text. */
  readonly productDescription?: string;
  /** Style. */
  readonly styleCode?: string;
  /** Colour. */
  readonly colorCode?: string;
  /** Size. */
  readonly sizeCode?: string;
  /** Kit the item was shipped as part of. */
  readonly kitProduct?: string;
  /** Ordered SKU that this item replaced. */
  readonly substitutedProduct?: string;
  /** Expiry of the lot. */
  readonly lotExpirationDate?: DateText;
  /** Stock status shipped from. */
  readonly inventoryStatusCode?: string;
  /** Why less was shipped than required. */
  readonly shortReasonCode?: string;
  /** Carton that holds the entry. */
  readonly cartonNumber?: number;
  /** Weight of one unit. */
  readonly unitWeight?: number;
  /** Discount on the line. */
  readonly discountAmount?: number;
  /** Tax on the line. */
  readonly taxAmount?: number;
  /** Line amount after discount. */
  readonly extendedPrice?: number;
  /** Country of origin, ISO 3166-1 alpha-2. */
  readonly countryOfOriginCode?: string;
  /** HS or HTS code. */
  readonly harmonizedCode?: string;
  /** Goods text for customs. */
  readonly customsDescription?: string;
  /** Declared value of one unit. */
  readonly customsUnitValue?: number;
  /** UN number. */
  readonly hazmatUnNumber?: string;
  /** Hazard class or division. */
  readonly hazmatClass?: string;
  /** Packing group. */
  readonly hazmatPackingGroup?: HazmatPackingGroup;
  /** Proper shipping name. */
  readonly hazmatProperShippingName?: string;
}

/** A pick task was confirmed, wholly or in part: what was taken, from which bin, into which tote, and what was short. 72 fields. */
export interface PickConfirmed {
  /** Instant at which the event was raised. */
  readonly timestamp: DateText;
  /** Tenant that owns the data. */
  readonly tenantId: string;
  /** Company (client) inside the tenant. */
  readonly companyId: string;
  /** Warehouse where the pick took place. */
  readonly fulfillmentCenterId: string;
  /** Number of the pick task. */
  readonly workControlNumber: Long;
  /** Order picked for; absent on batch work, see lines[].salesOrderId. */
  readonly salesOrderId?: string;
  /** Wave the task belongs to. */
  readonly waveId?: string;
  /** Result of the task. */
  readonly status: PickStatus;
  /** Quantity picked in all lines. */
  readonly totalQty: number;
  /** Entries in lines[]. */
  readonly totalLines: number;
  /** When the pick was confirmed. */
  readonly lastActivityDate: DateText;
  /** Who confirmed it. */
  readonly lastActivityTeamMember?: string;
  /** Purpose of the task. */
  readonly workType?: PickWorkType;
  /** How tasks are grouped. */
  readonly pickMethod?: PickMethod;
  /** Batch or cluster of tasks. */
  readonly batchId?: string;
  /** Pick zone of the task. */
  readonly zoneId?: string;
  /** Cart or robot that carried the totes. */
  readonly cartNumber?: string;
  /** Truck, lift or robot used. */
  readonly equipmentId?: string;
  /** Scanner or headset used. */
  readonly deviceId?: string;
  /** Task priority. */
  readonly priorityCode?: string;
  /** Who was assigned, if another confirmed. */
  readonly assignedTeamMember?: string;
  /** First scan of the task. */
  readonly startDate?: DateText;
  /** Last scan of the task. */
  readonly endDate?: DateText;
  /** Seconds between the two. */
  readonly pickDurationSeconds?: number;
  /** Quantity asked in all lines. */
  readonly totalQtyRequired?: number;
  /** Quantity not found in all lines. */
  readonly totalQtyShort?: number;
  /** Replaces an earlier confirmation of the same task. */
  readonly correctionFlag?: boolean;
  /** Order class. */
  readonly orderType?: string;
  /** Customer account. */
  readonly customerId?: string;
  /** Ship-by date of the order. */
  readonly requestedShipDate?: DateText;
  /** Planned carrier. */
  readonly carrier?: string;
  /** Planned service. */
  readonly carrierService?: string;
  /** One entry a picked line, location, lot and group of ten serials. */
  readonly lines: readonly PickConfirmedLine[];
}

/** One entry a picked line, location, lot and group of ten serials. 40 fields. */
export interface PickConfirmedLine {
  /** Line ordinal in the task. */
  readonly lineNumber: number;
  /** SKU picked. */
  readonly product: string;
  /** Bin picked from. */
  readonly location: string;
  /** Where the stock was put. */
  readonly toLocation?: string;
  /** Quantity asked. */
  readonly quantityRequired: number;
  /** Quantity picked. */
  readonly quantityProcessed: number;
  /** Quantity not found. */
  readonly quantityShort?: number;
  /** Lot picked. */
  readonly lot?: string;
  /** Serial number 1 of at most ten captured for this line entry. */
  readonly serial01?: string;
  /** Serial number 2 of at most ten captured for this line entry. */
  readonly serial02?: string;
  /** Serial number 3 of at most ten captured for this line entry. */
  readonly serial03?: string;
  /** Serial number 4 of at most ten captured for this line entry. */
  readonly serial04?: string;
  /** Serial number 5 of at most ten captured for this line entry. */
  readonly serial05?: string;
  /** Serial number 6 of at most ten captured for this line entry. */
  readonly serial06?: string;
  /** Serial number 7 of at most ten captured for this line entry. */
  readonly serial07?: string;
  /** Serial number 8 of at most ten captured for this line entry. */
  readonly serial08?: string;
  /** Serial number 9 of at most ten captured for this line entry. */
  readonly serial09?: string;
  /** Serial number 10 of at most ten captured for this line entry. */
  readonly serial10?: string;
  /** Unit of the quantities. */
  readonly unitOfMeasureCode?: string;
  /** Tote or container picked into. */
  readonly lpn?: string;
  /** Container picked out of. */
  readonly fromLpn?: string;
  /** Order of this line on batch work. */
  readonly salesOrderId?: string;
  /** Line on the sales order. */
  readonly salesOrderLineNumber?: number;
  /** Item text. */
  readonly productDescription?: string;
  /** Code that was scanned. */
  readonly upcBarcode?: string;
  /** Zone of the bin. */
  readonly zoneId?: string;
  /** Walk order. */
  readonly pickSequence?: number;
  /** When this line was confirmed. */
  readonly confirmedDate?: DateText;
  /** Who confirmed this line. */
  readonly confirmedByTeamMember?: string;
  /** How it was confirmed. */
  readonly captureMethod?: PickCaptureMethod;
  /** Why quantity is short. */
  readonly shortReasonCode?: PickShortReason;
  /** Ordered SKU that this item replaced. */
  readonly substitutedProduct?: string;
  /** Expiry of the lot. */
  readonly lotExpirationDate?: DateText;
  /** Stock status picked from. */
  readonly inventoryStatusCode?: string;
  /** Picked quantity in the stock-keeping unit. */
  readonly baseQuantityProcessed?: number;
  /** That unit. */
  readonly baseUnitOfMeasureCode?: string;
  /** Weighed amount of variable-weight goods. */
  readonly catchWeight?: number;
  /** What is left in the bin. */
  readonly locationQuantityRemaining?: number;
  /** The short made the system ask for a count. */
  readonly cycleCountRequestedFlag?: boolean;
  /** Kit the item is a component of. */
  readonly kitProduct?: string;
}

/** A stock balance changed: by receipt, adjustment, count, shipment, return, transfer, move, status change, kitting or scrap. 59 fields. */
export interface InventoryUpdated {
  /** Instant at which the event was raised. */
  readonly timestamp: DateText;
  /** Tenant that owns the data. */
  readonly tenantId: string;
  /** Company (client) that owns the stock. */
  readonly companyId: string;
  /** Warehouse whose balance changed. */
  readonly fulfillmentCenterId: string;
  /** Identity of the stock transaction; the key to drop duplicates. */
  readonly transactionId: string;
  /** Rising number per tenant and warehouse, to order what arrives out of order. */
  readonly transactionSequence: Long;
  /** What changed the stock; the first four are the documented causes. */
  readonly transactionType: InventoryTransactionType;
  /** Company's reason code. */
  readonly reasonCode?: string;
  /** Text of that code. */
  readonly reasonDescription?: string;
  /** X12 element 181 code, so that a 947 can be written from the event. */
  readonly ediAdjustmentReasonCode?: string;
  /** When the stock changed. */
  readonly lastActivityDate: DateText;
  /** Who changed it. */
  readonly lastActivityTeamMember?: string;
  /** Where the change came from. */
  readonly source?: InventorySource;
  /** Remark. */
  readonly notes?: string;
  /** Kind of document behind the change. */
  readonly documentType?: InventoryDocumentType;
  /** Its number. */
  readonly documentId?: string;
  /** Work that made the change. */
  readonly workControlNumber?: Long;
  /** Sales order, for a shipment. */
  readonly salesOrderId?: string;
  /** Purchase order, for a receipt. */
  readonly purchaseOrderId?: string;
  /** Inbound ASN, for a receipt. */
  readonly asn?: string;
  /** Return authorisation, for a return. */
  readonly rmaNumber?: string;
  /** Count task, for a count. */
  readonly cycleCountId?: string;
  /** Entries in lines[]. */
  readonly totalLines?: number;
  /** One entry a balance (product, lot, location, status) that changed. */
  readonly lines: readonly InventoryUpdatedLine[];
}

/** One entry a balance (product, lot, location, status) that changed. 36 fields. */
export interface InventoryUpdatedLine {
  /** Ordinal in the event. */
  readonly lineNumber: number;
  /** SKU. */
  readonly product: string;
  /** Item text. */
  readonly productDescription?: string;
  /** UPC or other code. */
  readonly upcBarcode?: string;
  /** Lot. */
  readonly lot?: string;
  /** Expiry of the lot. */
  readonly lotExpirationDate?: DateText;
  /** Serial number 1 of at most ten captured for this line entry. */
  readonly serial01?: string;
  /** Serial number 2 of at most ten captured for this line entry. */
  readonly serial02?: string;
  /** Serial number 3 of at most ten captured for this line entry. */
  readonly serial03?: string;
  /** Serial number 4 of at most ten captured for this line entry. */
  readonly serial04?: string;
  /** Serial number 5 of at most ten captured for this line entry. */
  readonly serial05?: string;
  /** Serial number 6 of at most ten captured for this line entry. */
  readonly serial06?: string;
  /** Serial number 7 of at most ten captured for this line entry. */
  readonly serial07?: string;
  /** Serial number 8 of at most ten captured for this line entry. */
  readonly serial08?: string;
  /** Serial number 9 of at most ten captured for this line entry. */
  readonly serial09?: string;
  /** Serial number 10 of at most ten captured for this line entry. */
  readonly serial10?: string;
  /** Unit of the quantities. */
  readonly unitOfMeasureCode: string;
  /** Bin whose balance changed. */
  readonly location?: string;
  /** Other bin of a move. */
  readonly toLocation?: string;
  /** Container of the stock. */
  readonly lpn?: string;
  /** Stock status after the change. */
  readonly inventoryStatusCode?: InventoryStatus;
  /** Stock status before the change. */
  readonly previousInventoryStatusCode?: InventoryStatus;
  /** Signed change of the balance. */
  readonly quantityChange: number;
  /** Balance before. */
  readonly quantityBefore?: number;
  /** Balance after. */
  readonly quantityAfter?: number;
  /** What the count found. */
  readonly quantityCounted?: number;
  /** On hand of the SKU in the whole warehouse, after. */
  readonly quantityOnHand: number;
  /** On hand that can be promised, after. */
  readonly quantityAvailable: number;
  /** The same before, so that a threshold crossing is visible. */
  readonly previousQuantityAvailable?: number;
  /** Reserved for orders, after. */
  readonly quantityAllocated?: number;
  /** Blocked, after. */
  readonly quantityOnHold?: number;
  /** Owed to orders, after. */
  readonly quantityBackordered?: number;
  /** Expected on purchase orders, after. */
  readonly quantityOnOrder?: number;
  /** Under way between warehouses, after. */
  readonly quantityInTransit?: number;
  /** Level under which to replenish. */
  readonly reorderPoint?: number;
  /** Cost of one unit. */
  readonly unitCost?: number;
}

/** A sales order moved from one status to another, with every line as it stands after the change. 61 fields. */
export interface OrderStatus {
  /** Instant at which the event was raised. */
  readonly timestamp: DateText;
  /** Tenant that owns the data. */
  readonly tenantId: string;
  /** Company (client) inside the tenant. */
  readonly companyId: string;
  /** Warehouse that works the order. */
  readonly fulfillmentCenterId: string;
  /** Order that changed. */
  readonly salesOrderId: string;
  /** Status now. */
  readonly orderStatus: OrderStatusValue;
  /** Status before; absent for a new order. */
  readonly previousOrderStatus?: OrderStatusValue;
  /** Rising number per order, to order what arrives out of order. */
  readonly statusSequence: number;
  /** When the status changed. */
  readonly statusDate: DateText;
  /** Reason code of a hold, cancel or backorder. */
  readonly statusReasonCode?: string;
  /** Text of that code. */
  readonly statusReasonDescription?: string;
  /** Latest change to the order. */
  readonly lastActivityDate?: DateText;
  /** Who made it. */
  readonly lastActivityTeamMember?: string;
  /** Work that made the change. */
  readonly workControlNumber?: Long;
  /** Wave of that work. */
  readonly waveId?: string;
  /** Order class. */
  readonly orderType?: string;
  /** Channel or marketplace. */
  readonly salesChannel?: string;
  /** Order number on that channel. */
  readonly channelOrderId?: string;
  /** Buyer's purchase order number. */
  readonly customerPurchaseOrderNumber?: string;
  /** Order priority. */
  readonly priorityCode?: string;
  /** When the order was placed. */
  readonly orderDate?: DateText;
  /** Ship-by date asked for. */
  readonly requestedShipDate?: DateText;
  /** Delivery date asked for. */
  readonly requestedDeliveryDate?: DateText;
  /** Date after which the buyer may refuse. */
  readonly cancelAfterDate?: DateText;
  /** ISO 4217 code of the amounts. */
  readonly currencyCode?: string;
  /** Grand total. */
  readonly orderTotal?: number;
  /** Customer account. */
  readonly customerId?: string;
  /** Company that receives. */
  readonly customerCompany?: string;
  /** Recipient's first name. */
  readonly firstName?: string;
  /** Recipient's last name. */
  readonly lastName?: string;
  /** Ship-to city. */
  readonly city?: string;
  /** Ship-to state or province code. */
  readonly stateCode?: string;
  /** Ship-to postal code. */
  readonly zipCode?: string;
  /** Ship-to country. */
  readonly countryCode?: string;
  /** Carrier code. */
  readonly carrier?: string;
  /** Service level code. */
  readonly carrierService?: string;
  /** Main tracking number, once shipped. */
  readonly trackingNumber?: string;
  /** When it shipped. */
  readonly shipDate?: DateText;
  /** Expected delivery. */
  readonly estimatedDeliveryDate?: DateText;
  /** Lines of the order. */
  readonly totalLines?: number;
  /** Quantity ordered. */
  readonly totalQuantityRequired?: number;
  /** Quantity reserved. */
  readonly totalQuantityAllocated?: number;
  /** Quantity picked. */
  readonly totalQuantityPicked?: number;
  /** Quantity shipped. */
  readonly totalQuantityShipped?: number;
  /** Quantity owed. */
  readonly totalQuantityBackordered?: number;
  /** Quantity dropped. */
  readonly totalQuantityCancelled?: number;
  /** Lines of the order as they stand after the change. */
  readonly lines: readonly OrderStatusLine[];
}

/** Lines of the order as they stand after the change. 15 fields. */
export interface OrderStatusLine {
  /** Line on the order. */
  readonly lineNumber: number;
  /** SKU. */
  readonly product: string;
  /** Item text. */
  readonly productDescription?: string;
  /** Status of the line now. */
  readonly lineStatus: OrderStatusValue;
  /** Status of the line before. */
  readonly previousLineStatus?: OrderStatusValue;
  /** Unit of the quantities. */
  readonly unitOfMeasureCode?: string;
  /** Quantity ordered. */
  readonly quantityRequired: number;
  /** Quantity reserved. */
  readonly quantityAllocated?: number;
  /** Quantity picked. */
  readonly quantityPicked?: number;
  /** Quantity packed. */
  readonly quantityPacked?: number;
  /** Quantity shipped. */
  readonly quantityShipped?: number;
  /** Quantity owed. */
  readonly quantityBackordered?: number;
  /** Quantity dropped. */
  readonly quantityCancelled?: number;
  /** Unit price. */
  readonly price?: number;
  /** When owed stock is expected. */
  readonly expectedAvailabilityDate?: DateText;
}

/** Goods on a return authorisation were received or processed: what came, in which condition, and what is done with it. 72 fields. */
export interface ReturnReceived {
  /** Instant at which the event was raised. */
  readonly timestamp: DateText;
  /** Tenant that owns the data. */
  readonly tenantId: string;
  /** Company (client) inside the tenant. */
  readonly companyId: string;
  /** Warehouse that took the return. */
  readonly fulfillmentCenterId: string;
  /** Return authorisation; made by the warehouse for a blind return. */
  readonly rmaNumber: string;
  /** One receipt against the RMA; the key to drop duplicates. */
  readonly receiptId: string;
  /** Ordinal of the receipt on the RMA. */
  readonly receiptSequence?: number;
  /** State of the RMA after this receipt. */
  readonly rmaStatus: RmaStatus;
  /** Why goods came back as a whole. */
  readonly returnType?: ReturnType;
  /** Number of the receiving work. */
  readonly workControlNumber?: Long;
  /** When goods were received. */
  readonly receivedDate: DateText;
  /** When inspection ended. */
  readonly inspectedDate?: DateText;
  /** Latest change to the RMA. */
  readonly lastActivityDate?: DateText;
  /** Who made it. */
  readonly lastActivityTeamMember?: string;
  /** Original order. */
  readonly salesOrderId?: string;
  /** Order number on the channel. */
  readonly channelOrderId?: string;
  /** When the goods had shipped. */
  readonly originalShipDate?: DateText;
  /** Outbound tracking number. */
  readonly originalTrackingNumber?: string;
  /** When the RMA was opened. */
  readonly rmaDate?: DateText;
  /** Replacement order. */
  readonly exchangeSalesOrderId?: string;
  /** Carrier of the return. */
  readonly carrier?: string;
  /** Service of the return. */
  readonly carrierService?: string;
  /** Tracking number of the return. */
  readonly trackingNumber?: string;
  /** Licence plate given at receiving. */
  readonly lpn?: string;
  /** Cartons received. */
  readonly totalCartons?: number;
  /** Weight received. */
  readonly weightShipment?: number;
  /** Unit of that weight. */
  readonly weightUnitOfMeasure?: WeightUnit;
  /** Cost of the return label. */
  readonly returnLabelCost?: number;
  /** Customer account. */
  readonly customerId?: string;
  /** Company that sent goods back. */
  readonly customerCompany?: string;
  /** Sender's first name. */
  readonly firstName?: string;
  /** Sender's last name. */
  readonly lastName?: string;
  /** Sender's e-mail. */
  readonly mainEmail?: string;
  /** Country the return came from. */
  readonly countryCode?: string;
  /** Entries in lines[]. */
  readonly totalLines?: number;
  /** Quantity on the RMA. */
  readonly totalQuantityExpected?: number;
  /** Quantity received now. */
  readonly totalQuantityReceived?: number;
  /** Value the warehouse finds creditable; the refund itself is the ERP's. */
  readonly creditEligibleAmount?: number;
  /** Fee to hold back. */
  readonly restockingFee?: number;
  /** ISO 4217 code of the amounts. */
  readonly currencyCode?: string;
  /** One entry a received item, lot, condition and group of ten serials. */
  readonly lines: readonly ReturnReceivedLine[];
}

/** One entry a received item, lot, condition and group of ten serials. 32 fields. */
export interface ReturnReceivedLine {
  /** Ordinal in the receipt. */
  readonly lineNumber: number;
  /** Line on the original order. */
  readonly salesOrderLineNumber?: number;
  /** SKU received. */
  readonly product: string;
  /** Item text. */
  readonly productDescription?: string;
  /** Code that was scanned. */
  readonly upcBarcode?: string;
  /** Lot. */
  readonly lot?: string;
  /** Expiry of the lot. */
  readonly lotExpirationDate?: DateText;
  /** Serial number 1 of at most ten captured for this line entry. */
  readonly serial01?: string;
  /** Serial number 2 of at most ten captured for this line entry. */
  readonly serial02?: string;
  /** Serial number 3 of at most ten captured for this line entry. */
  readonly serial03?: string;
  /** Serial number 4 of at most ten captured for this line entry. */
  readonly serial04?: string;
  /** Serial number 5 of at most ten captured for this line entry. */
  readonly serial05?: string;
  /** Serial number 6 of at most ten captured for this line entry. */
  readonly serial06?: string;
  /** Serial number 7 of at most ten captured for this line entry. */
  readonly serial07?: string;
  /** Serial number 8 of at most ten captured for this line entry. */
  readonly serial08?: string;
  /** Serial number 9 of at most ten captured for this line entry. */
  readonly serial09?: string;
  /** Serial number 10 of at most ten captured for this line entry. */
  readonly serial10?: string;
  /** Unit of the quantities. */
  readonly unitOfMeasureCode?: string;
  /** Quantity on the RMA. */
  readonly quantityExpected?: number;
  /** Quantity received. */
  readonly quantityReceived: number;
  /** Quantity found creditable. */
  readonly quantityAccepted?: number;
  /** Quantity refused. */
  readonly quantityRejected?: number;
  /** Quantity back in sellable stock. */
  readonly quantityRestocked?: number;
  /** Customer's reason code. */
  readonly returnReasonCode?: string;
  /** Text of that code. */
  readonly returnReasonDescription?: string;
  /** What the inspector found. */
  readonly conditionCode?: ReturnCondition;
  /** What is done with it. */
  readonly dispositionCode?: ReturnDisposition;
  /** Bin it was put in. */
  readonly location?: string;
  /** Stock status it was put in with. */
  readonly inventoryStatusCode?: InventoryStatus;
  /** Not on the RMA. */
  readonly unexpectedFlag?: boolean;
  /** Inspector's remark. */
  readonly inspectionNotes?: string;
  /** Unit price on the original order. */
  readonly price?: number;
}

/** The payload of each event type, by its name. */
export interface EventPayloads {
  readonly 'shipment.closed': ShipmentClosed;
  readonly 'pick.confirmed': PickConfirmed;
  readonly 'inventory.updated': InventoryUpdated;
  readonly 'order.status': OrderStatus;
  readonly 'return.received': ReturnReceived;
}
