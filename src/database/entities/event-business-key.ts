/** Rows of `event_business_key`: the index by which people find events. Written by publish. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';

export const EventBusinessKeyEntity = defineEntity({
  name: 'EventBusinessKey',
  tableName: 'event_business_key',
  properties: {
    tenantId: p.text().primary(),
    value: p.text().primary(),
    eventId: p.uuid().primary(),
    name: p.text().primary(),
  },
});

export type EventBusinessKeyRow = InferEntity<typeof EventBusinessKeyEntity>;
