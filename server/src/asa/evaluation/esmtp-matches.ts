/** The kinds of `match` in an ESMTP inspection map (CG9), by their words. One table for configurations and for shown counters. */
export const ESMTP_MATCHES: readonly {
  /** as `InspectMatch.kind` */
  readonly kind: string;
  /** The words that name it, in lower case. */
  readonly words: readonly string[];
  /** What comes behind them. */
  readonly takes: 'limit' | 'values' | 'regex';
}[] = [
  { kind: 'body line length', words: ['body', 'line', 'length'], takes: 'limit' },
  { kind: 'body length', words: ['body', 'length'], takes: 'limit' },
  { kind: 'cmd line length', words: ['cmd', 'line', 'length'], takes: 'limit' },
  { kind: 'cmd RCPT count', words: ['cmd', 'rcpt', 'count'], takes: 'limit' },
  { kind: 'cmd verb', words: ['cmd', 'verb'], takes: 'values' },
  { kind: 'ehlo-reply-parameter', words: ['ehlo-reply-parameter'], takes: 'values' },
  { kind: 'header line length', words: ['header', 'line', 'length'], takes: 'limit' },
  { kind: 'header length', words: ['header', 'length'], takes: 'limit' },
  { kind: 'header to-fields count', words: ['header', 'to-fields', 'count'], takes: 'limit' },
  { kind: 'invalid-recipients count', words: ['invalid-recipients', 'count'], takes: 'limit' },
  { kind: 'mime filename length', words: ['mime', 'filename', 'length'], takes: 'limit' },
  { kind: 'mime filetype', words: ['mime', 'filetype'], takes: 'regex' },
  { kind: 'mime encoding', words: ['mime', 'encoding'], takes: 'values' },
  { kind: 'sender-address length', words: ['sender-address', 'length'], takes: 'limit' },
  { kind: 'sender-address regex', words: ['sender-address'], takes: 'regex' },
];
