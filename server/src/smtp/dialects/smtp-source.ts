import { marked } from './marked.ts';

/** Postfix' smtp-source `-v`: `smtp-source: <<< 250 mx`, and the client's lines with no mark but the name. */
export const smtpSource = marked({
  name: 'smtp-source',
  server: /^smtp-source: <<<(?: (.*))?$/s,
  client: /^smtp-source: (\.|(?:[A-Za-z]{4}|[A-Z]{8})(?: .*)?)$/s,
  chatter: /^smtp-source: /,
});
