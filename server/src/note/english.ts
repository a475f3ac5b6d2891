import type { Sentences } from './sentences.ts';

export const english: Sentences = {
  subject: (server) => `A firewall changes SMTP sessions${server === undefined ? '' : ` with ${server}`}`,
  greeting: { postmaster: 'Dear postmaster,', firewall: 'Dear firewall administrator,' },
  seen: ({ client, server, time }) =>
    `a Cisco firewall on the path changes what is said${client === undefined ? '' : ` from ${client}`}${server === undefined ? '' : ` to ${server}`}${time === undefined ? '' : `, seen at ${time}`}. The lines that show it:`,
  left: (lines) => (lines === 1 ? 'and one more line like these' : `and ${lines} more lines like these`),
  harm: {
    starttls: 'STARTTLS does not get through: mail on this path is sent unencrypted, or stays in the queue where TLS is required.',
    ehlo: 'EHLO is refused: no extension of SMTP works on this path, TLS among them.',
    command: 'Commands are overwritten on the way, and the server refuses what it does not know.',
    keyword: 'Keywords of the EHLO reply are overwritten: the client does not see what the server offers.',
    banner: 'The greeting is overwritten: software that knows this works around it, and may give up EHLO and TLS.',
    workaround: 'The sending server works around the firewall, which can cost EHLO and TLS.',
  },
  proof: 'The inspection of a Cisco PIX or ASA makes such lines: it overwrites what it does not know with X or *, as long as the original.',
  concluded: 'Postfix does so when the greeting of the server looks as the inspection of a Cisco PIX or ASA leaves it: overwritten with *.',
  sure: {
    certain: 'There is no doubt that it was one.',
    likely: 'Most likely it was one.',
    possible: 'Other causes are possible; the test below tells.',
  },
  side: {
    'own site': 'It stands at the site of the sending client.',
    'server site': 'It stands at the site of the receiving server.',
    between: 'It stands between the two places where the sessions were recorded.',
    unknown: 'On which side it stands, the recording does not tell; the same test from inside and from outside does.',
  },
  check: {
    postmaster: 'Please try both; if only the first one gets TLS, the firewall is on your side:',
    firewall: 'Please look at the counters and at the policy; the counters grow with each masked session:',
  },
  inside: 'from a machine inside, past the firewall',
  outside: 'from outside',
  firewall: ({ name, device, policy, line, perhaps }) =>
    `${perhaps ? 'Probably it is' : 'It is'} ${name}${device === undefined ? '' : ` (${device})`}: ${policy === undefined ? 'the fixup in' : `policy ${policy},`} line ${line} of its configuration inspects this mail.`,
  remedy: 'What mends it: leave the mail server out of the inspection, or let TLS through.',
  sheet: (command) => `The change sheet for this configuration, with its proof and the way back: ${command}`,
  factory: 'This is for the factory-default policy; please compare the names with yours, and test in a new session.',
  onDevice: (from, keeps) =>
    from === undefined
      ? 'PIX up to 6.x, without the fixup'
      : `ASA or PIX from ${from} on, ${keeps ? 'TLS let through' : 'without the inspection'}`,
  wayBack: 'The way back:',
  untilThen: {
    'without TLS': 'Until then, on the sending side: mail for this server without TLS. Do so only where TLS is not required.',
    'with HELO': 'Until then, on the sending side: HELO in the place of EHLO for this server. It costs TLS and all extensions.',
    'with EHLO': 'Until then, on the sending side: EHLO though the greeting is masked, so that TLS works where it is let through.',
  },
  sources: 'Sources:',
  and: 'and',
};
