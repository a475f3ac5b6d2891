import type { Sentences } from './sentences.ts';

export const german: Sentences = {
  subject: (server) => `Eine Firewall verändert SMTP-Verbindungen${server === undefined ? '' : ` mit ${server}`}`,
  greeting: { postmaster: 'Guten Tag,', firewall: 'Hallo Firewall-Team,' },
  seen: ({ client, server, time }) =>
    `auf der Strecke${client === undefined ? '' : ` von ${client}`}${server === undefined ? '' : ` zu ${server}`} greift eine Cisco-Firewall in den SMTP-Dialog ein${time === undefined ? '' : ` (gesehen: ${time})`}. Zu erkennen ist das an diesen Zeilen:`,
  left: (lines) => (lines === 1 ? 'und eine weitere Zeile dieser Art' : `und ${lines} weitere Zeilen dieser Art`),
  harm: {
    starttls: 'STARTTLS kommt nicht durch: Mails gehen auf diesem Weg unverschlüsselt hinaus oder bleiben liegen, wo TLS Pflicht ist.',
    ehlo: 'EHLO wird abgewiesen: Damit fällt jede SMTP-Erweiterung aus, auch TLS.',
    command: 'Kommandos werden unterwegs überschrieben, und der Server weist ab, was er nicht kennt.',
    keyword: 'Schlüsselwörter der EHLO-Antwort werden überschrieben: Der Client sieht nicht, was der Server anbietet.',
    banner: 'Die Begrüßung wird überschrieben: Mailserver, die das erkennen, weichen aus und verzichten unter Umständen auf EHLO und TLS.',
    workaround: 'Der sendende Server weicht der Firewall aus; das kann EHLO und TLS kosten.',
  },
  proof:
    'Solche Zeilen erzeugt die Mail-Inspection von Cisco PIX und ASA: Was sie nicht kennt, überschreibt sie mit X oder *, in gleicher Länge.',
  concluded:
    'Das tut Postfix, wenn die Begrüßung des Servers so aussieht, wie sie die Mail-Inspection von Cisco PIX und ASA hinterlässt: mit * überschrieben.',
  sure: {
    certain: 'Daran besteht hier kein Zweifel.',
    likely: 'Sehr wahrscheinlich war sie es auch hier.',
    possible: 'Andere Ursachen sind denkbar; der Test unten bringt Klarheit.',
  },
  side: {
    'own site': 'Sie steht auf der Seite des sendenden Clients.',
    'server site': 'Sie steht auf der Seite des empfangenden Servers.',
    between: 'Sie steht zwischen den beiden Stellen, an denen mitgeschnitten wurde.',
    unknown: 'Auf welcher Seite sie steht, verrät der Mitschnitt nicht; derselbe Test von innen und von außen zeigt es.',
  },
  check: {
    postmaster: 'Bitte beides ausprobieren; klappt TLS nur beim ersten Aufruf, steht die Firewall auf Ihrer Seite:',
    firewall: 'Bitte Zähler und Policy ansehen; die Zähler steigen mit jeder maskierten Verbindung:',
  },
  inside: 'von innen, an der Firewall vorbei',
  outside: 'von außen',
  firewall: ({ name, device, policy, line, perhaps }) =>
    `${perhaps ? 'Vermutlich ist es' : 'Es ist'} ${name}${device === undefined ? '' : ` (${device})`}: ${policy === undefined ? 'Der Fixup in' : `Policy ${policy},`} Zeile ${line} der Konfiguration nimmt diese Mails in die Inspection.`,
  remedy: 'Abhilfe: den Mailserver von der Inspection ausnehmen oder TLS durchlassen.',
  sheet: (command) => `Der Änderungsplan für genau diese Konfiguration, mit Nachweis und Rückweg: ${command}`,
  factory:
    'Das gilt für die Policy im Auslieferungszustand; bitte die Namen mit den eigenen vergleichen und mit einer neuen Verbindung testen.',
  onDevice: (from, keeps) =>
    from === undefined ? 'PIX bis 6.x, ohne Fixup' : `ASA oder PIX ab ${from}, ${keeps ? 'TLS durchlassen' : 'ohne Inspection'}`,
  wayBack: 'Rückweg:',
  untilThen: {
    'without TLS': 'Bis dahin auf der Sendeseite: Mails an diesen Server ohne TLS. Nur dort, wo TLS keine Pflicht ist.',
    'with HELO': 'Bis dahin auf der Sendeseite: HELO statt EHLO für diesen Server. Das kostet TLS und alle Erweiterungen.',
    'with EHLO': 'Bis dahin auf der Sendeseite: EHLO trotz maskierter Begrüßung, damit TLS geht, wo es durchgelassen wird.',
  },
  sources: 'Quellen:',
  and: 'und',
};
