/** Commands that stop short, as far as their own text tells: what an inspection watches for, and what a server refuses. */

const WORDS = ['STARTTLS', 'AUTH', 'EHLO', 'HELO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'NOOP', 'QUIT', 'VRFY', 'ETRN', 'HELP'];

/**
 * @param verb in upper case
 * @param argument what stands behind it
 * @returns what is missing, a clause without its full stop: `MAIL without FROM:<address>`; undefined where nothing is
 */
export function shortfallOf(verb: string, argument: string): string | undefined {
  if (verb === 'MAIL' || verb === 'RCPT') {
    const path = /^(?:FROM|TO):\s*(.*)/i.exec(argument)?.[1];
    if (path === undefined) return `${verb} without ${verb === 'MAIL' ? 'FROM:' : 'TO:'}<address>`;
    if (path === '') return `${verb} without an address`;
    return path.startsWith('<') && !path.includes('>') ? 'the address lacks its closing ">"' : undefined;
  }
  const whole = WORDS.find((word) => verb.length >= 4 && verb.length < word.length && word.startsWith(verb));
  return whole === undefined ? undefined : `"${verb}" is the beginning of ${whole}`;
}
