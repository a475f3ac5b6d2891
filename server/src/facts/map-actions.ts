/** The parameters and actions of an ESMTP inspection map. */
import { type Fact, fact } from './fact.ts';

/** The matches that take an action which the others do not; an action that is not here goes with every match. */
export const ACTION_TAKERS: Fact<Readonly<Record<string, readonly string[]>>> = fact(
  {
    mask: ['ehlo-reply-parameter', 'cmd verb'],
    'rate-limit': ['cmd verb'],
  },
  'documented',
  ['CG9'],
);

/** What both ends see of `drop-connection`: nothing. Their packets go unanswered until they give up. */
export const DROP_CONNECTION_IS_SILENT: Fact<true> = fact(
  true,
  'inferred',
  ['CG84', 'CG90'],
  'The guides: drop-connection drops the packet and closes the connection; of reset alone they say that a TCP reset is sent to the ends.',
);

/** All that stands under `parameters`, besides a description. The guides at hand end with 9.4. */
export const MAP_PARAMETERS: Fact<readonly string[]> = fact(['allow-tls', 'mail-relay', 'mask-banner', 'special-character'], 'documented', [
  'CG9',
  'CG93',
]);
