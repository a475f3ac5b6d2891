/** OpenSMTPD's log. */
import type { RecordKind } from './kind.ts';

export const opensmtpd: readonly RecordKind[] = [
  {
    kind: 'opensmtpd-masked-command',
    triggers: ['smtp failed-command command="XXX'],
    pattern: /smtp failed-command command="(?<shown>X{3,512})(?<argument> [^"]{0,200})?"/,
    means: 'A command reached this server as a run of X: a firewall between it and the client overwrote it.',
    mark: 'seen',
    source: 'captures of real sessions (OpenSMTPD 6.8)',
    apart: ['shown'],
  },
];
