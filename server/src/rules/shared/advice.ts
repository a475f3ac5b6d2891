/** What to do next about a mask: whom to ask depends on whose firewall it is. */
import type { Where } from '../../masking/masked.ts';

const BY_SIDE: Readonly<Record<Where['side'], string>> = {
  'own site': 'Ask your own firewall’s administrator to exempt mail from `inspect esmtp`',
  'server site': 'Ask the administrator of the server’s firewall to exempt mail from `inspect esmtp`',
  between: 'Ask who runs the firewall between the two to exempt mail from `inspect esmtp`',
  unknown: 'Test from inside to see whose firewall it is, and ask its administrator to exempt mail',
};

/** Whom to ask to have a mask taken away. */
export function askForExemption({ side }: Pick<Where, 'side'>): string {
  return BY_SIDE[side];
}

/** Where the file leaves open whether a firewall has anything to do with it. */
export const TEST_FROM_INSIDE = 'Test from inside, past the firewall, to tell';

/** For what a map only logs. */
export const NOTHING_TO_DO = 'Nothing to do, as long as the map only logs it';

/** Where something else may answer in the place of the server. */
export const LOOK_FOR_A_PROXY = 'Compare from another network, and look for a mail proxy or a virus scanner';
