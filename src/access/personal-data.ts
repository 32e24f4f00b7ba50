/** Who may see the names, addresses and contacts of people in payloads. */
import type { Viewer } from './viewer.ts';

/** A VIEWER only when its credential says so; the others manage or make the events. */
export const mayReadPersonalData = ({ role, mayReadPersonalData: isAllowed }: Viewer): boolean =>
  role !== 'VIEWER' || isAllowed === true;
