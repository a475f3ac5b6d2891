import type { Sentences } from './sentences.ts';

export const german: Sentences = {
  subject: (server) => `Eine Firewall verändert SMTP-Verbindungen${server === undefined ? '' : ` mit ${server}`}`,
  greeting: { postmaster: 'Guten Tag,', firewall: 'Hallo Firewall-Team,' },
  seen: ({ client, server, time }) =>
    `auf der Strecke${client === undefined ? '' : ` von ${client}`}${server === undefined ? '' : ` zu ${server}`} greift eine Cisco-Firewall in den SMTP-Dialog ein${time === undefined ? '' : ` (beobachtet: ${time})`}. Zu erkennen ist das an diesen Zeilen:`,
  left: (lines) => (lines === 1 ? 'und eine weitere Zeile dieser Art' : `und ${lines} weitere Zeilen dieser Art`),
  harm: {
    starttls: 'STARTTLS kommt nicht durch: Mails gehen auf diesem Weg unverschlüsselt hinaus oder bleiben liegen, wo TLS Pflicht ist.',
    ehlo: 'EHLO wird abgewiesen: Damit entfallen alle SMTP-Erweiterungen, auch TLS.',
    hidden:
      'Ein Schlüsselwort der EHLO-Antwort wird überschrieben, höchstwahrscheinlich STARTTLS: Mails gehen auf diesem Weg unverschlüsselt hinaus oder bleiben liegen, wo TLS Pflicht ist.',
    command: 'SMTP-Befehle werden unterwegs überschrieben, und der Server lehnt ab, was er nicht kennt.',
    keyword: 'Schlüsselwörter in der EHLO-Antwort werden überschrieben: Der Client sieht nicht, was der Server anbietet.',
    banner:
      'Die Begrüßung wird überschrieben: Mailserver, die das erkennen, umgehen es und verzichten dabei unter Umständen auf EHLO und TLS.',
    workaround: 'Der sendende Server umgeht die Eigenheiten der Firewall; das kann EHLO und TLS kosten.',
  },
  proof:
    'Solche Zeilen stammen von der Mail-Inspektion einer Cisco PIX oder ASA: Was sie nicht kennt, überschreibt sie in gleicher Länge mit X oder *.',
  concluded:
    'Das tut Postfix, wenn die Begrüßung des Servers so aussieht, wie die Mail-Inspektion einer Cisco PIX oder ASA sie hinterlässt: mit * überschrieben.',
  sure: {
    certain: 'Daran besteht hier kein Zweifel.',
    likely: 'Sehr wahrscheinlich war es auch hier so.',
    possible: 'Andere Ursachen sind denkbar; der folgende Test schafft Klarheit.',
  },
  side: {
    'own site': 'Die Firewall steht auf der Seite des sendenden Clients.',
    'server site': 'Die Firewall steht auf der Seite des empfangenden Servers.',
    between: 'Die Firewall steht zwischen den beiden Stellen, an denen mitgeschnitten wurde.',
    unknown: 'Auf welcher Seite die Firewall steht, verrät der Mitschnitt nicht; derselbe Test von innen und von außen zeigt es.',
  },
  check: {
    postmaster: 'Bitte beides ausprobieren; klappt TLS nur beim ersten Aufruf, steht die Firewall auf Ihrer Seite:',
    firewall: 'Bitte die Zähler und die Policy prüfen; die Zähler steigen mit jeder maskierten Verbindung:',
  },
  inside: 'von innen, an der Firewall vorbei',
  outside: 'von außen',
  firewall: ({ name, device, policy, line, perhaps }) =>
    `Es handelt sich ${perhaps ? 'vermutlich ' : ''}um ${name}${device === undefined ? '' : ` (${device})`}: Zeile ${line} der Konfiguration (${policy === undefined ? 'Fixup' : `Policy ${policy}`}) sorgt dafür, dass diese Mails inspiziert werden.`,
  remedy: 'Abhilfe: den Mailserver von der Inspektion ausnehmen oder TLS durchlassen.',
  sheet: (command) => `Der Änderungsplan für genau diese Konfiguration, mit Nachweis und Rückweg, liefert: ${command}`,
  factory:
    'Die Befehle gelten für die Policy im Auslieferungszustand; bitte die Namen mit den eigenen abgleichen und mit einer neuen Verbindung testen.',
  onDevice: (from, keeps) =>
    from === undefined ? 'PIX bis 6.x, ohne Fixup' : `ASA oder PIX ab ${from}, ${keeps ? 'TLS durchlassen' : 'ohne Inspektion'}`,
  wayBack: 'Zurück geht es so:',
  untilThen: {
    'without TLS': 'Bis dahin hilft auf der sendenden Seite: Mails an diesen Server ohne TLS schicken, aber nur, wo TLS keine Pflicht ist.',
    'with HELO':
      'Bis dahin hilft auf der sendenden Seite: bei diesem Server HELO statt EHLO verwenden. Das kostet TLS und alle anderen Erweiterungen.',
    'with EHLO':
      'Bis dahin hilft auf der sendenden Seite: trotz der maskierten Begrüßung EHLO verwenden, damit TLS funktioniert, wo es durchgelassen wird.',
  },
  sources: 'Quellen:',
  and: 'und',
};
