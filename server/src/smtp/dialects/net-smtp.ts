import { marked } from './marked.ts';

/**
 * Perl's Net::SMTP, and git send-email, which uses it: `Net::SMTP=GLOB(0x55d0)<<< 250-SIZE`, `...>>> EHLO x`; inside TLS the
 * class is `Net::SMTP::_SSL`. `Net::SMTP>>> Net::Cmd(3.14)` lists versions and is nothing that was said.
 */
export const netSmtp = marked({
  name: 'Net::SMTP',
  tls: 'marked',
  server: /^Net::[A-Z]+(?<tls>::_?SSL)?=GLOB\((?<id>0x[0-9a-f]+)\)<<<(?: (.*))?$/s,
  client: /^Net::[A-Z]+(?<tls>::_?SSL)?=GLOB\((?<id>0x[0-9a-f]+)\)>>>(?: (.*))?$/s,
  notes: [[/^Net::[\w:]+(?:=GLOB\(0x[0-9a-f]+\))?: .*(?:Timeout|Unexpected EOF)/, 'timeout']],
  // git send-email ends with a summary of the envelope, bare; the commands themselves stand above, marked.
  chatter: /^Net::[\w:]+>>> +[\w:]+\([\d._]+\)$|^OK\. Log says:$|^(?:MAIL FROM|RCPT TO):<|^Result: \d/,
});
