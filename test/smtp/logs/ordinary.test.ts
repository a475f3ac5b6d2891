import { describe, expect, it } from 'vitest';
import { isLogLine } from '../../../server/src/smtp/logs/ordinary.ts';

describe('ordinary lines of a log', () => {
  it.each([
    '<166>Aug 14 2025 11:04:31 fw1 : %ASA-6-302013: Built inbound TCP connection 7 for outside:203.0.113.9/40000',
    'Aug 14 11:04:31 192.0.2.1 %ASA-session-6-302014: Teardown TCP connection 7',
    'Aug  4 11:04:31 mx postfix/qmgr[123]: 4F1A2B3C4D: from=<sender@example.net>, size=4711, nrcpt=1 (queue active)',
    '2025-08-14T11:04:31.123456+02:00 mx postfix/smtpd[99]: connect from unknown[203.0.113.9]',
    'Aug 14 11:04:31 mx sm-mta[4711]: 57E94VxY004711: from=<sender@example.net>, size=512, class=0, nrcpts=1',
    'Thu Aug 14 11:04:31 2025 Info: MID 7 antivirus negative',
    '2025-08-14 11:04:31 1uMabc-000001-Xy <= sender@example.net H=mail.example.net [203.0.113.9] P=esmtps',
  ])('%s', (line) => {
    expect(isLogLine(line)).toBe(true);
  });

  it.each([
    '203.0.113.9 - - [14/Aug/2025:11:04:31 +0200] "GET /postfix HTTP/1.1" 200 512',
    'Aug 14 11:04:31 host kernel: device eth0 entered promiscuous mode',
    '2025-08-14 11:04:31 INFO starting application server',
    'Dear postfix, how are you?',
    '! show logging on the ASA',
    '',
  ])('%s is none', (line) => {
    expect(isLogLine(line)).toBe(false);
  });
});
