/** What a kind of log line is: one row of the tables in this folder. */

export type Fields = Readonly<Record<string, string>>;

export interface RecordKind {
  /** Stable name: `asa-108004` */
  readonly kind: string;
  /**
   * Literals, one of which stands in every line of this kind, as written here. They are searched first, in bytes where a log is streamed, so that
   * the pattern meets few lines: ASCII, at least six characters.
   */
  readonly triggers: readonly string[];
  /** Begins with a literal, so that it is linear in the line. Its named groups are the record's fields, trimmed; its match is the record's range. */
  readonly pattern: RegExp;
  /** What the line says, in a sentence for a hover. */
  readonly means: string;
  /** How surely we know that, and from where. */
  readonly mark: 'documented' | 'seen' | 'inferred' | 'unverified';
  readonly source: string;
  /** The fields that tell one hazard from another: records that agree in them are one group. */
  readonly apart?: readonly string[];
  /** Which way the mail went, `inside to outside`: incoming and outgoing mail are two groups. */
  readonly way?: (fields: Fields) => string;
  /** Whose mail it is: `client -> server` or a host, for the list of the hosts that are hit most. */
  readonly peer?: (fields: Fields) => string | undefined;
  /** No news itself, and not grouped. `remembered`: other lines are understood by it. `silent`: it is there to be explained where it is read. */
  readonly background?: 'remembered' | 'silent';
  /** What came of the mail that the line names. */
  readonly fate?: 'delivered' | 'bounced';
  /** The reason stands behind it on the same line; where that is a record, it is the news. */
  readonly reasonFollows?: true;
}
