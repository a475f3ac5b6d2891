import { marked } from './marked.ts';

/** ssmtp `-v`: `[<-] 250 mx`, `[->] EHLO x`. Of a reply with many lines it prints the last only. */
export const ssmtp = marked({
  name: 'ssmtp',
  wholeReplies: false,
  server: /^\[<-\](?: (.*))?$/s,
  client: /^\[->\](?: (.*))?$/s,
  notes: [
    [/^ssmtp: Cannot open (?<host>[^:\s]+)/, 'chatter'],
    [/^ssmtp: /, 'chatter'],
  ],
});
