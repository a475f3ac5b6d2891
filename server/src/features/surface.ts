/** Where an answer is read. What mends is at hand in each by another name, and where it has none an answer names none. */
export interface Surface {
  /** Beside a configuration: `the light bulb has the edits` */
  readonly edits: string;
  /** Beside a session, which itself is not to be edited: `the light bulb has the commands` */
  readonly commands: string;
}

/** What is to be done, and where this surface has it. @param has undefined where it has nothing */
export function whereItIs(mend: string, has: string | undefined): string {
  return `**To mend**${mend}${has === undefined ? '' : `; ${has}`}.`;
}
