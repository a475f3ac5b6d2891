/** What `_default_esmtp_map` holds, and what a map of one's own does where it says nothing. */
import { type Fact, fact } from './fact.ts';

/** The name that `show service-policy` prints for `inspect esmtp` without a map. */
export const DEFAULT_MAP = '_default_esmtp_map';

export interface DefaultMatch {
  /** as `InspectMatch.kind` */
  readonly kind: string;
  readonly limit: number | undefined;
  readonly values: readonly string[];
  readonly action: string;
  readonly log: boolean;
}

const NEVER_SHOWN = 'The default map never stands in show running-config: this is told from the guides, not from the file.';

function match(kind: string, limit: number | undefined, action: string, values: readonly string[] = []): Fact<DefaultMatch> {
  const log = action !== 'mask';
  return fact({ kind, limit, values, action, log }, 'documented', ['CG9', 'TAC 117801'], NEVER_SHOWN);
}

/** In the order in which `show service-policy` prints them: syslog's `matched Class N` counts them so. */
export const DEFAULT_MATCHES: readonly Fact<DefaultMatch>[] = [
  match('cmd line length', 512, 'drop-connection'),
  match('cmd RCPT count', 100, 'drop-connection'),
  match('body line length', 998, 'log'),
  match('header line length', 998, 'drop-connection'),
  match('sender-address length', 320, 'drop-connection'),
  match('mime filename length', 255, 'drop-connection'),
  match('ehlo-reply-parameter', undefined, 'mask', ['others']),
];

/** The same for FWSM, and for 7.0 and 7.1, which had no inspection maps: the guides at hand are of later versions. */
export const DEFAULT_MATCHES_BEFORE_MAPS: readonly Fact<DefaultMatch>[] = DEFAULT_MATCHES.map(({ value, sources }) =>
  fact(value, 'unverified', sources, 'The sources are about 8.x and 9.x; what 7.0, 7.1 and FWSM do is not told there.'),
);

export const DEFAULT_MASK_BANNER = fact(true, 'documented', ['CG9', 'TAC 117801'], NEVER_SHOWN);
export const DEFAULT_MAIL_RELAY = fact(undefined, 'documented', ['CG9', 'TAC 117801'], NEVER_SHOWN);
export const DEFAULT_SPECIAL_CHARACTER = fact(false, 'documented', ['CG9', 'TAC 117801'], NEVER_SHOWN);

/** `no allow-tls` of the versions before `ALLOW_TLS_DEFAULT_OPEN`. */
export const DEFAULT_FORBIDS_TLS = fact(false, 'documented', ['CG9', 'CG93', 'CG94', 'TAC 117801'], NEVER_SHOWN);

/** A `show service-policy` in the same file that prints `allow-tls` under the map. */
export const SHOWN_TO_ALLOW_TLS = fact(true, 'seen', ['captures'], 'show service-policy in this file prints allow-tls for the map.');

const SAYS_NOTHING = 'The map has no such line; that a map of one’s own sets only what its lines say follows from the guide’s examples.';

export const MAP_WITHOUT_MASK_BANNER = fact(
  false,
  'inferred',
  ['CG84', 'CG90'],
  'The guides add mask-banner "to enforce banner obfuscation", so without the line it is off; how running-config prints it is not known.',
);
export const MAP_WITHOUT_MAIL_RELAY = fact(undefined, 'inferred', ['CG9'], SAYS_NOTHING);
export const MAP_WITHOUT_SPECIAL_CHARACTER = fact(false, 'inferred', ['CG9'], SAYS_NOTHING);
export const MAP_WITHOUT_ALLOW_TLS = fact(false, 'inferred', ['CG9', 'SEC'], SAYS_NOTHING);

/** `fixup protocol smtp` knows neither maps nor TLS. */
export const FIXUP_FORBIDS_TLS = fact(false, 'documented', ['KB Q295725', 'KB 320027']);
export const FIXUP_MASKS_BANNER = fact(true, 'documented', ['KB 320027', 'TAC 117801']);
export const FIXUP_HAS_NO_MAIL_RELAY = fact(undefined, 'inferred', ['KB 320027']);
export const FIXUP_HAS_NO_SPECIAL_CHARACTER = fact(false, 'inferred', ['KB 320027']);
