/**
 * Ordinary lines of the logs that we understand: most lines of a log report nothing, and yet they tell what the file is. A form for each
 * source; see `transcript-formats.md` of the project's facts for samples.
 */

const SYSLOG = String.raw`^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.+Z-]{8,24}) \S{1,255} `;

const FORMS: readonly RegExp[] = [
  // ASA, PIX, FWSM
  /%(?:ASA|PIX|FWSM)-(?:[a-z]{1,20}-)?\d-\d{6}/,
  // mail daemons that write to syslog
  new RegExp(
    `${SYSLOG}(?:postfix|exim4?|sendmail|sm-mta|sm-msp-queue|smtpd|opensmtpd|smtp-?[a-z]{0,10}|qmail|courier\\w{0,12})[^\\s:]{0,60}:`,
  ),
  // ESA: `Thu Aug 14 11:04:31 2025 Info: MID 7 ...`
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} (?:Critical|Warning|Info|Debug|Trace): /,
  // Exim's main log: `2025-08-14 11:04:31 1uMabc-000001-Xy <= ...`
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?(?: \[\d+\])? \w{6}-\w{6,11}-\w{2,4} (?:<=|=>|->|==|\*\*|Completed|[A-Z])/,
];

/** The first characters of a line are enough to tell. */
const HEAD = 400;

/** True for a line as these logs write it, whether or not it reports anything. */
export function isLogLine(text: string): boolean {
  const head = text.slice(0, HEAD);
  return FORMS.some((form) => form.test(head));
}
