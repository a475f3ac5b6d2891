import type { Sentences } from './sentences.ts';

export const dutch: Sentences = {
  subject: (server) => `Een firewall verandert SMTP-sessies${server === undefined ? '' : ` met ${server}`}`,
  greeting: { postmaster: 'Beste postmaster,', firewall: 'Beste firewallbeheerder,' },
  seen: ({ client, server, time }) =>
    `onderweg${client === undefined ? '' : ` van ${client}`}${server === undefined ? '' : ` naar ${server}`} past een Cisco-firewall de SMTP-dialoog aan${time === undefined ? '' : ` (gezien: ${time})`}. Dat blijkt uit deze regels:`,
  left: (lines) => (lines === 1 ? 'en nog één zo’n regel' : `en nog ${lines} van zulke regels`),
  harm: {
    starttls: 'STARTTLS komt er niet door: mail gaat hier onversleuteld de deur uit, of blijft in de wachtrij staan als TLS verplicht is.',
    ehlo: 'EHLO wordt geweigerd: geen enkele SMTP-extensie werkt nog, ook TLS niet.',
    hidden:
      'Een trefwoord van het EHLO-antwoord wordt overschreven, hoogstwaarschijnlijk STARTTLS: mail gaat hier onversleuteld de deur uit, of blijft in de wachtrij staan als TLS verplicht is.',
    command: 'Commando’s worden onderweg overschreven, en de server weigert wat hij niet kent.',
    keyword: 'Trefwoorden in het EHLO-antwoord worden overschreven: de client ziet niet wat de server aanbiedt.',
    banner: 'De begroeting wordt overschreven: mailservers die dat herkennen, werken eromheen en laten EHLO en TLS soms achterwege.',
    workaround: 'De verzendende server werkt om de firewall heen; dat kan EHLO en TLS kosten.',
  },
  proof:
    'Zulke regels zijn het werk van de mailinspectie van een Cisco PIX of ASA: wat die niet kent, overschrijft ze met X of *, met behoud van de lengte.',
  concluded:
    'Dat doet Postfix als de begroeting van de server eruitziet zoals de mailinspectie van een Cisco PIX of ASA haar achterlaat: overschreven met *.',
  sure: {
    certain: 'Daarover bestaat hier geen twijfel.',
    likely: 'Zeer waarschijnlijk was dat ook hier het geval.',
    possible: 'Er zijn andere oorzaken denkbaar; de test hieronder geeft uitsluitsel.',
  },
  side: {
    'own site': 'De firewall staat aan de kant van de verzendende client.',
    'server site': 'De firewall staat aan de kant van de ontvangende server.',
    between: 'De firewall staat tussen de twee plekken waar de sessies zijn opgenomen.',
    unknown: 'Aan welke kant de firewall staat, is hieruit niet op te maken; dezelfde test van binnenuit en van buitenaf wijst dat uit.',
  },
  check: {
    postmaster: 'Wilt u beide tests uitvoeren? Lukt TLS alleen bij de eerste, dan staat de firewall aan uw kant:',
    firewall: 'Wilt u de tellers en de policy bekijken? De tellers lopen op bij elke gemaskeerde sessie:',
  },
  inside: 'van binnenuit, buiten de firewall om',
  outside: 'van buitenaf',
  firewall: ({ name, device, policy, line, perhaps }) =>
    `Het gaat ${perhaps ? 'vermoedelijk ' : ''}om ${name}${device === undefined ? '' : ` (${device})`}: door regel ${line} van de configuratie (${policy === undefined ? 'fixup' : `policy ${policy}`}) wordt deze mail geïnspecteerd.`,
  remedy: 'De oplossing: de mailserver uitzonderen van de inspectie, of TLS doorlaten.',
  sheet: (command) => `Het wijzigingsplan voor precies deze configuratie, met bewijs en een weg terug, maakt u met: ${command}`,
  factory: 'Deze opdrachten gelden voor de standaardpolicy; vergelijk de namen met die van u en test met een nieuwe sessie.',
  onDevice: (from, keeps) =>
    from === undefined ? 'PIX tot en met 6.x, zonder fixup' : `ASA of PIX vanaf ${from}, ${keeps ? 'TLS doorlaten' : 'zonder inspectie'}`,
  wayBack: 'Terugdraaien:',
  untilThen: {
    'without TLS':
      'Tot die tijd helpt aan de verzendende kant: mail naar deze server zonder TLS versturen, maar alleen waar TLS niet verplicht is.',
    'with HELO':
      'Tot die tijd helpt aan de verzendende kant: bij deze server HELO gebruiken in plaats van EHLO. Dat kost TLS en alle andere extensies.',
    'with EHLO':
      'Tot die tijd helpt aan de verzendende kant: EHLO gebruiken ondanks de gemaskeerde begroeting, zodat TLS werkt waar het wordt doorgelaten.',
  },
  sources: 'Bronnen:',
  and: 'en',
};
