/** Ownership as the API shows it. */
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Ownership of a row. A null level means every member of that level.' })
export class Scope {
  @Field(() => ID, { description: "Tenant; always the caller's own." })
  tenantId!: string;

  @Field(() => ID, { nullable: true, description: 'Company (merchant, 3PL customer) inside the tenant.' })
  companyId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Fulfillment center.' })
  fulfillmentCenterId!: string | null;
}

interface ScopedRow {
  readonly tenantId: string;
  readonly companyId?: string | null | undefined;
  readonly fulfillmentCenterId?: string | null | undefined;
}

export const toScope = ({ tenantId, companyId = null, fulfillmentCenterId = null }: ScopedRow): Scope =>
  Object.assign(new Scope(), { tenantId, companyId, fulfillmentCenterId });
