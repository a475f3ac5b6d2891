/** sendmail's log and its reports. */
import type { RecordKind } from './kind.ts';

export const sendmail: readonly RecordKind[] = [
  {
    kind: 'sendmail-tls-required',
    triggers: ['other side does not support STARTTLS', 'encryption too weak 0 '],
    pattern: /other side does not support STARTTLS|encryption too weak 0 less than \d{1,5}/,
    means: 'sendmail was told to use TLS with the other side, and the session had none: no bit of encryption.',
    mark: 'documented',
    source: 'sendmail, proto.m4 (TLS_connection)',
    apart: [],
  },
];
