/**
 * Which words of a configuration are secret: passwords, keys, community strings, whether plain or encrypted (type 7 and many hashes can
 * be undone). Whatever shows a line of a configuration asks here first; only an edit of the file itself takes its text as it is.
 *
 * Told from the text of one line, not from statements: what cannot be read as a command (a paste, a quote, a line cut short) has secrets
 * too. To hide too much costs a word of context; to hide too little ends in a ticket.
 */
import { itemAt, sure } from '../text/at.ts';

const HIDDEN = '*';

/** `0`, `5`, `7`, `8`: how the key behind it is written. */
const TYPE = String.raw`(?:\d{1,2}[ \t]+)?`;
const SECRET = String.raw`("[^"]*"|\S+)`;

/** Each names with its only group what is hidden. Keywords may be shortened, as on the device. */
const PATTERNS: readonly RegExp[] = [
  // passwd, enable password, username ... password, ldap-login-password, radius-common-pw, enable secret, policy-server-secret
  String.raw`(?<![\w-])(?!no)(?:[\w-]{1,40}-)?(?:passw(?:o(?:rd?)?)?|passwd|passphrase|pw|secret)[ \t]+${TYPE}${SECRET}`,
  // The same, shortened further than any word of prose: where a command stands in front that takes one
  String.raw`(?<![\w-])(?:en(?:able?|ab?)?|us(?:er?|ern|erna|ernam|ername)?[ \t]+\S+)[ \t]+pa(?:ss?)?[ \t]+${TYPE}${SECRET}`,
  String.raw`(?<![\w-])(?:ldap-login|radius-common)-p[\w-]{0,10}[ \t]+${TYPE}${SECRET}`,
  // tunnel-group ... pre-shared-key; ikev1, ikev2 local- and remote-authentication, failover ipsec
  String.raw`(?<![\w-])pre-sh[\w-]{0,10}[ \t]+(?:hex[ \t]+)?${TYPE}${SECRET}`,
  // aaa-server, isakmp, failover, cluster, rip, eigrp: `key KEY`; not `crypto key generate`, nor the number of a key chain
  String.raw`(?<!crypto[ \t]+)(?<!ca[ \t]+)(?<![\w-])(?:server-)?key[ \t]+(?:hex[ \t]+|eigrp[ \t]+\d+[ \t]+)?${TYPE}${SECRET}`,
  String.raw`(?<![\w-])key-string[ \t]+${TYPE}${SECRET}`,
  String.raw`(?<![\w-])password-encryption[ \t]+(.*)`,
  // crypto key import, export rsa LABEL pem terminal|url URL [3des] PASSPHRASE
  String.raw`(?<![\w-])crypto[ \t]+key[ \t]+(?:im|ex)port[ \t]+[^]{0,200}?[ \t](?:terminal|url[ \t]+\S+)[ \t]+(?:3?des[ \t]+)?${SECRET}`,
  // ospf authentication-key, message-digest-key N md5, area ... virtual-link, ntp authentication-key N md5
  String.raw`(?<![\w-])(?:authentication|message-digest)-key[ \t]+(?:\d+[ \t]+)?(?:(?:md5|sha[\w-]*|cmac[\w-]*)[ \t]+)?${TYPE}${SECRET}`,
  // bfd-template; EIGRP in named mode; HSRP, VRRP, GLBP and NHRP of IOS
  String.raw`(?<![\w-])authentication[ \t]+(?:mode[ \t]+hmac-sha-256|(?:meticulous-)?(?:md5|sha-1))[ \t]+(?!key-)${TYPE}${SECRET}`,
  String.raw`(?<![\w-])(?:standby|vrrp|glbp|nhrp)[ \t]+(?:\d+[ \t]+)?authentication[ \t]+(?!md5\b)(?:text[ \t]+)?${TYPE}${SECRET}`,
  // ipv6 ospf authentication ipsec spi N md5 KEY; ospfv3 encryption ipsec spi N esp ...
  String.raw`(?<![\w-])spi[ \t]+\d+[ \t]+(?:esp|md5|sha1)[ \t]+(.*)`,
  String.raw`(?<![\w-])session-key[ \t]+(?:in|out)bound[ \t]+(?:ah|esp)[ \t]+\S+[ \t]+(.*)`,
  // aaa-server G (inside) host A KEY, as PIX and FWSM write it
  String.raw`(?<![\w-])aaa-server[ \t]+\S+[ \t]+(?:\(\S+\)[ \t]+)?host[ \t]+\S+[ \t]+(?!timeout\b)${SECRET}`,
  // tacacs-server, radius-server (inside) host A KEY, up to PIX 5
  String.raw`(?<![\w-])(?:tacacs|radius)-server[ \t]+(?:\(\S+\)[ \t]+)?host[ \t]+\S+[ \t]+(?!timeout\b|auth-port\b|acct-port\b|port\b|key\b|single-connection\b|non-standard\b)${SECRET}`,
  String.raw`(?<![\w-])snmp-s[a-z]{0,5}[ \t]+(?:host[ \t][^]{0,200}?[ \t])?com[a-z]{0,6}[ \t]+${TYPE}${SECRET}`,
  // snmp-server host A COMMUNITY, as IOS writes it, with or without what stands between
  String.raw`(?<![\w-])snmp-s[a-z]{0,5}[ \t]+host[ \t]+[\d.:a-f]*[.:][\d.:a-f]*[ \t]+(?:vrf[ \t]+\S+[ \t]+)?(?:(?:trap|inform)s?[ \t]+)?(?!(?:trap|inform)s?\b|version\b|vrf\b|community\b|poll\b|udp-port\b)${SECRET}`,
  String.raw`(?<![\w-])snmp-s[a-z]{0,5}[ \t]+host[ \t][^]{0,200}?[ \t]version[ \t]+(?:1|2c?|3(?:[ \t]+(?:no)?auth|[ \t]+priv)?)[ \t]+(?!udp-port\b|(?:no)?auth\b|priv\b)${SECRET}`,
  String.raw`(?<![\w-])community[ \t]+${TYPE}(?!-list|out\b|in\b)${SECRET}`,
  String.raw`(?<![\w-])snmp-server[ \t]+user[ \t]+[^]*?[ \t](?:md5|sha[\w-]*)[ \t]+${SECRET}`,
  String.raw`(?<![\w-])snmp-server[ \t]+user[ \t]+[^]*?[ \t]priv[ \t]+(?:3?des(?:56)?|aes)[ \t]+(?:(?:128|192|256)[ \t]+)?${SECRET}`,
  String.raw`(?<![\w-])logging[ \t]+ftp-server[ \t]+\S+[ \t]+\S+[ \t]+\S+[ \t]+${TYPE}${SECRET}`,
  // crypto ca import, export TRUSTPOINT pkcs12 PASSPHRASE
  String.raw`(?<![\w-])pkcs12[ \t]+(?!nointeractive\b)${SECRET}`,
  // crypto ca enroll TRUSTPOINT CHALLENGE
  String.raw`(?<![\w-])(?:ca|pki)[ \t]+enroll[ \t]+\S+[ \t]+(?!noconfirm\b)${SECRET}`,
  // The registration key of an FTD, and its NAT id
  String.raw`(?<![\w-])manager[ \t]+add[ \t]+\S+[ \t]+(.*)`,
  // A token of Smart Licensing; the key of Cloud Web Security, which is nothing but hexadecimal digits
  String.raw`(?<![\w-])idtoken[ \t]+${SECRET}`,
  String.raw`(?<![\w-])license[ \t]+${TYPE}([\da-f]{16,})(?!\S)`,
  // What a form of single sign-on sends along
  String.raw`(?<![\w-])hidden-parameter[ \t]+(.*)`,
  String.raw`(?<![\w])(?:psk|set-key)[ \t]+(?:ascii|hex)[ \t]+${TYPE}${SECRET}`,
  // scheme://user:password@host, and what stands in a query
  String.raw`:\/\/[^\s\/:@]{0,200}:([^\s]{1,200})@`,
  String.raw`[?&](?:pass(?:word|wd)?|pwd?|token|secret|(?:api_?)?key)=([^&\s]+)`,
].map((source) => new RegExp(source, 'dgi'));

/** What may hold one, so that most lines cost one search. */
const MAY_HOLD =
  /pas|\bpa\s|pre-sh|key|secret|communit|-pw|-login-p|-common-p|-server|snmp|spi|pkcs12|authentication|enroll|manager|idtoken|license|hidden-p|psk|token|:\/\//i;

/**
 * A line of a private key or of PKCS12, which hold nothing but base64: as long as no name is, padded, or, as the last line of a body may be,
 * short and without padding. A single word of a command is in one case and begins with a letter.
 */
const KEY_BODY =
  /^[ \t>|]*([A-Za-z0-9+/]{40,}={0,2}|[A-Za-z0-9+/]{2,}={1,2}|(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[0-9+/])(?=[A-Za-z0-9+/][a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{4,39})[ \t]*$/d;

/** Where a line has secrets: from and to, in UTF-16 units. */
export function secretsIn(text: string): readonly (readonly [number, number])[] {
  const body = KEY_BODY.exec(text);
  if (body !== null) return [itemAt(sure(body.indices), 1)];
  if (!MAY_HOLD.test(text)) return [];
  return PATTERNS.flatMap((pattern) => [...text.matchAll(pattern)].map(({ indices }) => itemAt(sure(indices), 1)));
}

/** The line as it may be shown: a secret keeps its length, so that columns hold. */
export function withoutSecrets(text: string): string {
  let shown = text;
  for (const [start, end] of secretsIn(text)) {
    shown = shown.slice(0, start) + shown.slice(start, end).replace(/\S/g, HIDDEN) + shown.slice(end);
  }
  return shown;
}

export function holdsSecret(text: string): boolean {
  return withoutSecrets(text) !== text;
}
