/** What the text of a FlexConfig object may hold, with which a management centre configures an FTD. */
import { fact } from './fact.ts';

/** Whether an extended access-list can be entered there. */
export const TAKES_ACCESS_LISTS = fact(
  false,
  'unverified',
  [],
  "From memory of the management centre's guide: extended access-lists are blocked there, and made as objects that a variable names.",
);
