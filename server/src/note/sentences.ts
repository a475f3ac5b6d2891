/** The sentences of a note, once for each language: `english.ts`, `german.ts`, `dutch.ts`. What is not a sentence (commands, lines, names) stands in none. */
import type { WayOut } from '../facts/workarounds.ts';
import type { Where } from '../masking/masked.ts';
import type { Confidence } from '../rules/finding.ts';
import type { Harm } from './case.ts';

/** Whom a note is for: who runs the other mail server, or who runs the firewall. */
export const READERS = ['postmaster', 'firewall'] as const;
export type ReaderOfNote = (typeof READERS)[number];

export interface Sentences {
  /** The first line: what it is about. */
  subject(server: string | undefined): string;
  greeting: Readonly<Record<ReaderOfNote, string>>;
  /** What was seen, of which connection: stands before the quoted lines. */
  seen(of: { readonly client: string | undefined; readonly server: string | undefined; readonly time: string | undefined }): string;
  /** Lines that are not quoted. */
  left(lines: number): string;
  harm: Readonly<Record<Harm, string>>;
  /** What makes such lines. */
  proof: string;
  /** Where a server says that it works around a firewall, and the greeting itself is not in the file. */
  concluded: string;
  sure: Readonly<Record<Confidence, string>>;
  side: Readonly<Record<Where['side'], string>>;
  /** Before two commands. */
  check: Readonly<Record<ReaderOfNote, string>>;
  /** Behind a command: from where it is run. */
  inside: string;
  outside: string;
  /** The firewall's configuration is at hand. */
  firewall(at: {
    readonly name: string;
    readonly device: string | undefined;
    readonly policy: string | undefined;
    readonly line: number;
    readonly perhaps: boolean;
  }): string;
  /** Before what mends it. */
  remedy: string;
  /** The change sheet of the configuration at hand is made by this command. */
  sheet(command: string): string;
  /** Behind the commands: they are for the factory-default policy. */
  factory: string;
  /** `ASA or PIX from 7.2(3) on, TLS is let through` */
  onDevice(from: string | undefined, keepsInspection: boolean): string;
  wayBack: string;
  /** Before the settings for the own side. */
  untilThen: Readonly<Record<WayOut, string>>;
  sources: string;
  /** A number of things in a list: `a, b and c`. */
  and: string;
}
