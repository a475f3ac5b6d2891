import type { Sentences } from './sentences.ts';

export const english: Sentences = {
  subject: (server) => `A firewall changes SMTP sessions${server === undefined ? '' : ` with ${server}`}`,
  greeting: { postmaster: 'Dear postmaster,', firewall: 'Dear firewall administrator,' },
  seen: ({ client, server, time }) =>
    `a Cisco firewall on the path${client === undefined ? '' : ` from ${client}`}${server === undefined ? '' : ` to ${server}`} rewrites what client and server say${time === undefined ? '' : ` (recorded: ${time})`}. These lines show it:`,
  left: (lines) => (lines === 1 ? 'and one more line like these' : `and ${lines} more lines like these`),
  harm: {
    starttls: 'STARTTLS does not get through: mail on this path is sent unencrypted, or stays in the queue where TLS is required.',
    ehlo: 'EHLO is refused: no SMTP extension works on this path, and TLS is one.',
    hidden:
      'A keyword of the EHLO reply is overwritten, most likely STARTTLS: mail on this path is sent unencrypted, or stays in the queue where TLS is required.',
    command: 'Commands are overwritten on the way, and the server refuses what it does not know.',
    keyword: 'Keywords of the EHLO reply are overwritten: the client does not see what the server offers.',
    banner: 'The greeting is overwritten: mail servers that recognise this work around it, and may give up EHLO and TLS.',
    workaround: 'The sending server works around the firewall, which can cost EHLO and TLS.',
  },
  proof:
    'Such lines come from the mail inspection of a Cisco PIX or ASA: it overwrites what it does not know with X or *, and keeps the length.',
  concluded:
    'Postfix does so when the server’s greeting looks the way the mail inspection of a Cisco PIX or ASA leaves it: overwritten with *.',
  sure: {
    certain: 'There is no doubt about it here.',
    likely: 'Most likely that was so here, too.',
    possible: 'Other causes are possible; the test below will tell.',
  },
  side: {
    'own site': 'The firewall is on the side of the sending client.',
    'server site': 'The firewall is on the side of the receiving server.',
    between: 'The firewall is between the two places where the sessions were recorded.',
    unknown: 'Which side the firewall is on, the recording does not show; the same test from inside and from outside will.',
  },
  check: {
    postmaster: 'Please try both; if only the first one gets TLS, the firewall is on your side:',
    firewall: 'Please look at the counters and at the policy; the counters grow with each masked session:',
  },
  inside: 'from inside, bypassing the firewall',
  outside: 'from outside',
  firewall: ({ name, device, policy, line, perhaps }) =>
    `It is ${perhaps ? 'probably ' : ''}${name}${device === undefined ? '' : ` (${device})`}: line ${line} of its configuration (${policy === undefined ? 'fixup' : `policy ${policy}`}) inspects this mail.`,
  remedy: 'The remedy: exempt the mail server from the inspection, or let TLS through.',
  sheet: (command) => `The change sheet for this configuration, with its proof and the way back: ${command}`,
  factory: 'This assumes the factory-default policy; please compare the names with yours, and test with a new session.',
  onDevice: (from, keeps) =>
    from === undefined
      ? 'PIX up to 6.x, without the fixup'
      : `ASA or PIX from ${from} on, ${keeps ? 'TLS let through' : 'without the inspection'}`,
  wayBack: 'The way back:',
  untilThen: {
    'without TLS': 'Until then, on the sending side: send mail to this server without TLS, but only where TLS is not required.',
    'with HELO': 'Until then, on the sending side: use HELO instead of EHLO for this server. This costs TLS and every other extension.',
    'with EHLO': 'Until then, on the sending side: use EHLO in spite of the masked greeting, so that TLS works where it is let through.',
  },
  sources: 'Sources:',
  and: 'and',
};
