/** qmail’s reports, and its log, which has `_` in the place of blanks. */
import type { RecordKind } from './kind.ts';

export const qmail: readonly RecordKind[] = [
  {
    kind: 'qmail-lost-after-data',
    triggers: ['Possible duplicate!', 'Possible_duplicate!'],
    pattern: /Connected[ _]to[ _](?<address>[^\s_]{1,64})[ _]but[ _]connection[ _]died\.[ _]Possible[ _]duplicate!/,
    means: 'The message went out, the reply to its final dot never came. qmail sends it again, so the recipient may get it twice.',
    mark: 'documented',
    source: 'qmail, qmail-remote.c',
    apart: [],
    peer: ({ address }) => address,
  },
  {
    kind: 'qmail-tls-required',
    triggers: ['No TLS achieved while', 'No_TLS_achieved_while'],
    pattern: /No[ _]TLS[ _]achieved[ _]while[ _](?:[^\s_]{0,200}\/)?(?<host>[^\s_/]{1,255})\.pem[ _]exists/,
    means: 'qmail was told to use TLS with this server, by a file with its name in `tlshosts`, and was not offered it.',
    mark: 'documented',
    source: 'qmail-remote.c with the TLS patch',
    apart: [],
    peer: ({ host }) => host,
  },
];
