/** Whether a text may be of ours: cheap enough for every text that is opened. The server decides; this only spares asking it. */

/** Characters of the beginning that are looked at. */
export const SAMPLE = 64 * 1024;

const SIGNS = [
  // What an inspection leaves behind, and the messages in which it says so.
  /^.{0,80}\b250[ -]X{4,}[A-Z]?\s*$/m,
  /^.{0,80}\b220[ -]?\*{3}/m,
  /%(?:ASA|PIX|FWSM)-\d-\d{6}/,
  // A session, however it is quoted, and a greeting alone.
  /^.{0,80}\b(?:EHLO|HELO) \S+\s*[\s\S]{0,2000}?^.{0,80}\b250[ -]/im,
  /^.{0,80}\b220[ -]\S.{0,200}\bE?SMTP\b/m,
  // A report of mail that was not delivered, and what a mail system says of TLS that it misses, there and in its log.
  /^Diagnostic-Code:\s*(?:smtp|x-\w+)\s*;/im,
  /\bSTARTTLS\b|\bTLS is required\b|\bin reply to (?:end of )?[A-Z]{4,8}(?: \w+)? command\b/,
  // Packets that a firewall printed.
  /^ *0x0{4}[ \t]+[0-9a-f]{4} [0-9a-f]{4}/im,
  // A configuration, also below the prompt of who asked for it.
  /^[\w./-]+[#>] ?(?:sh\w* (?:run|start)|more system:run|wr\w* t)/im,
  /^(?:: Saved\b|(?:ASA|PIX|FWSM|NGFW) Version \S)/m,
  /^\s*(?:no )?(?:fixup protocol smtp|inspect e?smtp|service-policy \S+ (?:global|interface))\b/m,
];

/** @param text the beginning of a document, or all of it */
export function hasSigns(text: string): boolean {
  const beginning = text.slice(0, SAMPLE);
  return SIGNS.some((sign) => sign.test(beginning));
}
