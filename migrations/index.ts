/** The migrations in their order. Append only: what has run somewhere is never changed. */
import { Foundation } from './20261123000000-foundation.ts';
import { HoldsAndCircuits } from './20261123010000-holds-and-circuits.ts';
import { History } from './20261124000000-history.ts';
import { ManagingWebhooks } from './20261124010000-managing-webhooks.ts';
import { SharedLimits } from './20261125010000-shared-limits.ts';
import { Replay } from './20261125030000-replay.ts';
import { FailureCategories } from './20261125030100-failure-categories.ts';
import { Statistics } from './20261125040000-statistics.ts';
import { HistoryIndexes } from './20261125050000-history-indexes.ts';
import { Access } from './20261125060000-access.ts';
import { PersonalData } from './20261125080000-personal-data.ts';
import { SeldomAnalyzed } from './20261125090000-seldom-analyzed.ts';
import { OneNotification } from './20261125100000-one-notification.ts';
import { CountHistograms } from './20261125101000-count-histograms.ts';
import { WebhookStatuses } from './20261125102000-webhook-statuses.ts';
import { Conditions } from './20261125120000-conditions.ts';
import { SmallSamples } from './20261126100000-small-samples.ts';
import { MinutesByArithmetic } from './20261126101000-minutes-by-arithmetic.ts';
import { Recovering } from './20261126120000-recovering.ts';
import { SealedHolds } from './20261126130000-sealed-holds.ts';
import { SweepPosition } from './20261126140000-sweep-position.ts';
import { PartitionsApart } from './20261126160000-partitions-apart.ts';

export const migrations = [
  { name: '20261123000000-foundation', class: Foundation },
  { name: '20261123010000-holds-and-circuits', class: HoldsAndCircuits },
  { name: '20261124000000-history', class: History },
  { name: '20261124010000-managing-webhooks', class: ManagingWebhooks },
  { name: '20261125010000-shared-limits', class: SharedLimits },
  { name: '20261125030000-replay', class: Replay },
  { name: '20261125030100-failure-categories', class: FailureCategories },
  { name: '20261125040000-statistics', class: Statistics },
  { name: '20261125050000-history-indexes', class: HistoryIndexes },
  { name: '20261125060000-access', class: Access },
  { name: '20261125080000-personal-data', class: PersonalData },
  { name: '20261125090000-seldom-analyzed', class: SeldomAnalyzed },
  { name: '20261125100000-one-notification', class: OneNotification },
  { name: '20261125101000-count-histograms', class: CountHistograms },
  { name: '20261125102000-webhook-statuses', class: WebhookStatuses },
  { name: '20261125120000-conditions', class: Conditions },
  { name: '20261126100000-small-samples', class: SmallSamples },
  { name: '20261126101000-minutes-by-arithmetic', class: MinutesByArithmetic },
  { name: '20261126120000-recovering', class: Recovering },
  { name: '20261126130000-sealed-holds', class: SealedHolds },
  { name: '20261126140000-sweep-position', class: SweepPosition },
  { name: '20261126160000-partitions-apart', class: PartitionsApart },
];
