/** What a webhook may look like at most. Every limit is named in the error that enforces it. */
export const webhookLimits = {
  nameLength: 200,
  keyLength: 100,
  descriptionLength: 2_000,
  eventTypes: 100,
  metadataBytes: 8_192,
  minTimeoutMs: 1_000,
  maxTimeoutMs: 30_000,
  defaultConcurrent: 10,
  webhooksPerTenant: 500,
  maxAttempts: 20,
  minDelayMs: 1_000,
  maxDelayMs: 24 * 3_600_000,
  minMultiplier: 1,
  maxMultiplier: 10,
} as const;
