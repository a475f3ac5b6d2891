/** The moment in which commands leave connections without an inspection: what is taken out first and put back in another form. */
import { itemAt } from '../text/at.ts';

export interface Moment {
  /** The command that begins it. */
  readonly from: string;
  /** The command that ends it. */
  readonly to: string;
  /** `policy`: every inspection of the policy is away; `mail`: that of mail alone. */
  readonly without: 'policy' | 'mail';
}

/** What takes an inspection away, in the mode that a command without indentation opened, and what brings one in again. */
const TAKEN: readonly { readonly mode: RegExp; readonly no: RegExp; readonly again: RegExp; readonly without: Moment['without'] }[] = [
  { mode: /^no service-policy /, no: /^no service-policy /, again: /^service-policy /, without: 'policy' },
  { mode: /^policy-map (?!type )/, no: /^ *no (?:inspect e?smtp\b|class )/, again: /^ *inspect e?smtp\b/, without: 'mail' },
  { mode: /^class-map /, no: /^ *no match /, again: /^ *match /, without: 'mail' },
];

/**
 * @param commands as they are typed, indented by their mode
 * @returns from the first inspection taken out to the last one put in; undefined where none comes back
 */
export function momentWithout(commands: readonly string[]): Moment | undefined {
  let mode = '';
  const modes = commands.map((line) => (mode = line.startsWith(' ') ? mode : line));
  const moments = TAKEN.flatMap(({ mode: within, no, again, without }) => {
    const from = commands.findIndex((line, at) => within.test(itemAt(modes, at)) && no.test(line));
    const to = from < 0 ? -1 : commands.findLastIndex((line) => again.test(line));
    return to > from ? [{ at: from, from: itemAt(commands, from).trim(), to: itemAt(commands, to).trim(), without }] : [];
  });
  const [first] = moments.toSorted((a, b) => a.at - b.at);
  return first && { from: first.from, to: first.to, without: first.without };
}
