/**
 * The shapes of all that is told to programs, each described once. `npm run manifest` makes of them `types.ts`, which the code of the
 * answers is checked against, and `schemas/`, which is shipped. Within `"version": 1` members are only ever added.
 */
import { NOTE_LANGUAGES } from '../note/note.ts';
import { READERS } from '../note/sentences.ts';
import { rules } from '../rules/catalogue.ts';
import { SEVERITIES } from '../rules/finding.ts';
import { boolean, count, list, nullable, object, oneOf, place, probability, ref, type Schema, string } from './schema.ts';
import { FAIL_ON, LEVELS } from './settings.ts';

const VERSION = oneOf([1], 'Of this format; within it members are only added.');
const LANGUAGE = oneOf(['cisco-asa', 'smtp-transcript'], 'A firewall configuration; or an SMTP transcript or a log.');
const SEVERITY = oneOf(SEVERITIES);
const CONFIDENCE = oneOf(['certain', 'likely', 'possible'], 'How sure it is that the hazard is there, not how bad it is.');
const INSPECTED = oneOf([true, false, 'unknown'], 'Whether the flow is inspected as mail.');

const PERMITTED = oneOf([true, false, 'unknown'], 'Whether they let it in.');
const ACCESS = { permitted: PERMITTED, reason: string() };
const DECIDING_LINE = { line: place('The line that decides.') };
const READINGS = list(ref('Reading'), 'The verdict under each reading, where documents disagree.');

const POINT = { line: place(), column: place('In UTF-16 units, as editors count.') };
const RANGE = { ...POINT, endLine: place(), endColumn: place('Behind the last character.') };

/** Who inspects. */
const INSPECTOR = {
  policy: nullable(string(), 'The policy map.'),
  scope: nullable(string(), '`global`, or `interface NAME`.'),
  class: nullable(string(), 'The class of the policy map.'),
  inspection: nullable(string(), '`esmtp`, or `fixup smtp 25`.'),
  map: nullable(string(), 'The inspection map; `_default_esmtp_map` where none is named.'),
};

const RULE = {
  name: string(),
  language: oneOf(['cisco-asa', 'smtp-transcript', 'any']),
  severity: SEVERITY,
  summary: string('The hazard in one sentence.'),
  remedies: list(string(), 'The ids of the remedies that mend it.'),
};

const CHECKED = {
  always: {
    path: string('As it was named.'),
    language: LANGUAGE,
    findings: list(ref('Finding'), 'In the order of the file.'),
  },
  sometimes: { sessionsIn: ref('SessionsIn'), unjudged: ref('Unjudged') },
};

const SUMMARY = object(
  'How many files were checked, and how many findings they have, by severity.',
  {
    files: count('All that were checked, empty ones among them.'),
    ...Object.fromEntries(SEVERITIES.map((severity) => [severity, count()])),
  },
  {
    empty: count('How many of the files are empty: there was nothing to check in them. Left out where none is.'),
    unjudged: count('How many of the files tell nothing about mail (`unjudged` of the file says why). Left out where all do.'),
  },
);

/** What `predict` tells of a session under one reading. */
const PREDICTED = {
  edits: list(ref('PredictedEdit'), 'Each change, in the order of the session.'),
  noticed: list(ref('PredictedEdit'), 'What is logged or watched, and passes.'),
  outcome: oneOf(['passes', 'closed'], 'Whether the firewall ends a session.'),
  closedAt: nullable(place(), 'The line of the transcript.'),
  notWhatWouldFollow: list(
    object('What was recorded and would not be said: it came of what the client was told.', {
      line: place(),
      endLine: place(),
      reason: string(),
    }),
  ),
  untold: list(string(), 'What the transcript does not hold, so that nothing is said of it. Sentences.'),
  transcript: string('Every line as it leaves the firewall: a transcript again.'),
};

const SESSION_NUMBER = { version: VERSION, session: count('From 1 on, in the order in which they were opened.') };

const CLASSES = list(
  object(
    'A class of flows that no line tells apart. Together the classes are all flows.',
    {
      ingress: list(string()),
      source: string('Addresses and ranges.'),
      destination: string('Addresses and ranges.'),
      sourcePorts: list(list(count()), 'Ranges, ends included.'),
      inspected: INSPECTED,
      ...INSPECTOR,
      line: nullable(place(), 'The line that inspects.'),
    },
    {
      reason: string('Why it is not known; or what is missing for an inspection, where no line says it.'),
      sparedBy: place('The line that keeps it from an inspection.'),
      readings: READINGS,
    },
  ),
);

export const SHAPES: Readonly<Record<string, Schema>> = {
  CheckAnswer: object(
    'What `check` found.',
    {
      version: VERSION,
      files: list(ref('CheckedFile')),
      summary: SUMMARY,
    },
    {
      shard: ref('Shard'),
      problems: list(ref('Problem'), 'With `shard` only: what could not be read, for `merge` to tell.'),
    },
  ),
  Shard: object('Which part of a run it is, with `--shard`; not there in a whole one.', {
    number: count('From 1 on.'),
    of: count('How many parts there are.'),
    list: string('The same in all parts that were cut from the same list of files.'),
  }),
  CheckedFile: object('One file that was checked.', CHECKED.always, CHECKED.sometimes),
  FileLine: object(
    'A line of `--format ndjson`: a file that was checked; with `--follow`, what has come in since the line before.',
    { version: VERSION, ...CHECKED.always },
    CHECKED.sometimes,
  ),
  ProblemLine: object('A line of `--format ndjson`: an input that could not be checked.', {
    version: VERSION,
    path: string('As it was named.'),
    problem: string('Why.'),
  }),
  SummaryLine: object('The last line of `--format ndjson`: where it is missing, the run did not come to its end.', {
    version: VERSION,
    summary: SUMMARY,
  }),
  SessionsIn: object('How much was read for sessions, where not all of it was; not there when all was read.', {
    lines: count('So many lines, from the first on. Log lines are read to the end.'),
    of: count('So many lines there are.'),
  }),
  Unjudged: object('A configuration in which nothing tells whether mail is inspected; not there where something does.', {
    reason: string('Why, half a sentence.'),
    instead: string('What would tell.'),
  }),
  Finding: object(
    'A place where mail is harmed, or may be.',
    {
      rule: string('The name of the rule.'),
      severity: SEVERITY,
      confidence: CONFIDENCE,
      message: string('What is wrong, what it does to mail, and what to do next.'),
      ...RANGE,
      related: list(object('Another place that has to do with it.', { path: string(), ...POINT, message: string() })),
      remedies: list(ref('NamedRemedy'), 'What can be done about it.'),
    },
    { advice: string('The last part of the message by itself: what to do next, or whom to ask.') },
  ),
  NamedRemedy: object(
    'A remedy by its name: a report shows no edit.',
    { id: string('Stable: `exempt-hosts:192.168.1.1`.'), title: string() },
    { proven: oneOf([false], 'There where it was too large to be proven here.') },
  ),
  FlowAnswer: object(
    'What `explain` says of one flow.',
    {
      version: VERSION,
      flow: string('`tcp SOURCE -> DESTINATION:PORT [on INTERFACE]`'),
      inspected: INSPECTED,
      ...INSPECTOR,
      access: object('What the access rules say of the flow.', ACCESS, DECIDING_LINE),
      ingress: object('Where its first packet enters.', {
        names: list(string()),
        how: oneOf(
          ['told', 'connected', 'route', 'default route', 'all'],
          'Told, inferred from the networks or routes, or all that could be.',
        ),
      }),
      settings: nullable(ref('InspectionSettings'), 'What the inspection does to mail; null where nothing inspects, or several may.'),
      trace: list(ref('TraceStep'), 'The reasoning, in the order in which the device decides.'),
    },
    { reason: string('Why it is not known, and what would tell.'), readings: READINGS },
  ),
  TraceStep: object('One line of the reasoning.', {
    line: nullable(place(), 'null where a default decides.'),
    text: string('The line as it is written; empty where a default decides.'),
    result: string('What the device makes of it.'),
  }),
  InspectionSettings: object('What an inspection does to a session.', {
    engine: oneOf(['fixup', 'esmtp'], 'PIX up to 6.x; 7.0 and later.'),
    allowTls: oneOf([true, false, 'unknown']),
    maskBanner: boolean(),
    mailRelay: nullable(string()),
    specialCharacter: boolean(),
    limits: list(
      object(
        'A `match` in force.',
        {
          kind: string(),
          negated: boolean(),
          limit: nullable({ type: 'number' }),
          values: list(string()),
          action: string('`drop-connection`, `reset`, `mask`, `log` ...; empty without an action.'),
          log: boolean(),
          source: string(),
        },
        { rate: count('Of `rate-limit`: how many messages a second it lets through.') },
      ),
    ),
    source: string('Where `allowTls` comes from: a line, or the fact about the version.'),
  }),
  Reading: object('The verdict if the documents are to be read in one way.', {
    reading: string(),
    likelier: boolean(),
    says: string('What this reading says.'),
    source: string(),
    inspected: INSPECTED,
    ...INSPECTOR,
  }),
  PictureAnswer: object('What `explain` says of all mail, without a flow.', {
    version: VERSION,
    port: place(),
    summary: list(string(), 'Sentences.'),
    classes: CLASSES,
    others: list(
      object('All flows to other ports that no line tells apart.', {
        port: place('The first of them.'),
        ports: list(list(count()), 'Ranges, ends included.'),
        classes: CLASSES,
      }),
      'The other ports at which mail is inspected, and those that a class with an inspection of mail names.',
    ),
    access: list(
      object(
        'What the access rules say of mail from outside to one of the first mail hosts that the file names, where they say it.',
        { flow: string('An example: the source is an address that nobody has.'), ...ACCESS },
        DECIDING_LINE,
      ),
    ),
    device: list(
      object('What the device itself says in the file: packet-tracer, show service-policy.', {
        source: string(),
        flow: nullable(string()),
        inspected: boolean(),
        line: place(),
        text: string(),
      }),
    ),
  }),
  UnmaskAnswer: object(
    'What stands behind each masked text.',
    { version: VERSION, masked: list(ref('MaskedText')) },
    { sessionsIn: ref('SessionsIn') },
  ),
  PredictAnswer: object(
    'What `predict` says: recorded sessions as they would come out of the firewall.',
    {
      version: VERSION,
      flow: { anyOf: [string(), list(string())], description: 'The connection; of several sessions with several, all of them.' },
      inspected: INSPECTED,
      ...PREDICTED,
    },
    {
      sessionsIn: ref('SessionsIn'),
      reason: string('Why it is not known whether it is inspected.'),
      readings: list(
        object('What would come out under one reading.', {
          when: nullable(string(), 'The reading, a clause.'),
          flow: string(),
          inspected: boolean(),
          ...PREDICTED,
        }),
        'Where the file or the documents leave something open that makes a difference; the likeliest first, which is what the answer itself tells.',
      ),
      remedied: list(
        object('A session with the remedy that is proposed for the firewall.', {
          line: place('The first line of the session in the transcript.'),
          remedy: object('The first one that makes a difference to it.', { id: string(), title: string() }),
          inspected: boolean(),
          ...PREDICTED,
        }),
        'With `--remedied`: the sessions to which a proven remedy makes a difference. Lines of the configuration are those it has then.',
      ),
    },
  ),
  PredictedEdit: object('A line, and what becomes of it.', {
    line: place('Of the transcript.'),
    before: string(),
    after: nullable(string(), 'null where it does not leave.'),
    reason: string(),
    configPath: nullable(string()),
    configLine: nullable(place(), 'The line of the configuration that causes it; that of the inspection where a default is the cause.'),
    source: nullable(string(), 'The document, where no line of the configuration says it.'),
    outcome: oneOf(
      ['passed', 'changed', 'dropped', 'closed', 'reset', 'predicted'],
      '`predicted`: the answer of the server to what the firewall left of a command.',
    ),
    otherwise: nullable(string(), 'What another document says, or what is not known.'),
  }),
  CompareAnswer: object('What `compare` says: what the path changed between two recordings of one server.', {
    version: VERSION,
    differences: list(
      object('Where they differ.', {
        insideLine: nullable(place(), 'null where the inside has nothing there.'),
        outsideLine: nullable(place(), 'null where the outside has nothing there.'),
        kind: oneOf(['greeting', 'keyword', 'reply', 'command', 'message', 'connection']),
        inside: nullable(string()),
        outside: nullable(string()),
        explained: boolean('The inspection does just this.'),
      }),
    ),
    verdict: oneOf(
      ['same', 'all', 'part', 'none'],
      'How much of it an ESMTP inspection, or the firewall that was asked about, explains; `same` where nothing differs.',
    ),
    inspection: nullable(string(), 'Which one comes nearest; null where none explains anything.'),
    against: list(string(), 'Lines of the inside that it would have changed as well, and that stand as they were.'),
    causes: list(
      object('What else would explain the rest.', {
        cause: string('`proxy`, `other server`, `greylisting` ...'),
        says: string('A clause.'),
        evidence: list(string()),
      }),
    ),
    sessions: count('Pairs of sessions that were compared.'),
    alone: count('Sessions of either file that have nothing beside them.'),
    played: list(string(), 'How the firewall that was asked about treats the sessions: sentences; none where none was.'),
  }),
  SessionPicture: object('What `picture` draws.', {
    version: VERSION,
    title: string(),
    played: list(string(), 'Which inspection is drawn, and what is in doubt about it: sentences; none without a firewall.'),
    rows: list(
      object('A line of the session.', {
        line: nullable(place('Of the transcript; of several the first.')),
        by: oneOf(['client', 'server']),
        said: nullable(string(), 'As its speaker said it; null where the file shows only what arrived.'),
        heard: nullable(string(), 'As the other side heard it; null where it did not arrive.'),
        done: list(string(), 'What the firewall did, and by which line.'),
        guessed: boolean('`said` is what probably stood there, or what the server would probably answer.'),
      }),
    ),
    end: nullable(string(), 'How the firewall ended the session.'),
  }),
  ScrubAnswer: object('A text that can be shown to others.', {
    version: VERSION,
    text: string(),
    sameFindings: boolean('Its findings are those of the text before, by rule, severity and line.'),
  }),
  LabOpened: object('A line of `lab --format json`: a client has connected.', {
    ...SESSION_NUMBER,
    happened: oneOf(['opened']),
    client: string('`ADDRESS:PORT`'),
  }),
  LabEvent: object('A line of `lab --format json`: the firewall has done something, or has noticed it.', {
    ...SESSION_NUMBER,
    happened: string('`keyword-masked`, `command-overwritten`, `matched` ...'),
    direction: oneOf(['request', 'response'], 'From the client, or to it.'),
    outcome: oneOf(['passed', 'changed', 'dropped', 'closed', 'reset']),
    line: place('Which line of its direction.'),
    before: string(),
    after: nullable(string(), 'null where it does not leave.'),
    reason: string(),
    configLine: nullable(place()),
    configText: nullable(string()),
    source: string('Where it comes from: a line, or the fact about the version.'),
    otherwise: nullable(string(), 'What another document says, or what is not known.'),
    syslog: list(string(), 'What the device would write.'),
  }),
  LabMore: object('A line of `lab --format json`: more happens in this session, and is not told.', {
    ...SESSION_NUMBER,
    happened: oneOf(['more']),
  }),
  LabEnded: object('A line of `lab --format json`: a session has ended.', {
    ...SESSION_NUMBER,
    happened: oneOf(['ended']),
    how: oneOf(['by the client', 'by the server', 'dropped by the inspection', 'reset by the inspection', 'idle', 'stopped', 'broken']),
    words: string(),
  }),
  NoteAnswer: object('A note to whoever can mend it, or why there is none.', {
    version: VERSION,
    to: oneOf(READERS, 'Whom it is for.'),
    language: oneOf(NOTE_LANGUAGES),
    note: nullable(string(), 'Plain text.'),
    reason: nullable(string(), 'Why there is no note.'),
  }),
  MaskedText: object('A text that a firewall overwrote.', {
    ...POINT,
    kind: oneOf(['banner', 'keyword', 'command']),
    shown: string('As it stands in the transcript.'),
    length: count('In characters.'),
    confidence: CONFIDENCE,
    reasons: list(string(), 'Why it is said to be masked, or why that is not sure.'),
    candidates: list(
      object('What may stand behind it.', {
        text: string('`…` stands for what cannot be told.'),
        probability: probability('Those of one mask add up to 1.'),
        evidence: list(string(), 'Sentences, strongest first.'),
      }),
      'Best first.',
    ),
    where: object('Where the firewall stands, as far as the file tells.', {
      side: oneOf(['own site', 'server site', 'between', 'unknown']),
      reasons: list(string()),
    }),
  }),
  RemedyAnswer: object('The fix, and the proof of what it changes.', {
    version: VERSION,
    id: nullable(string()),
    title: nullable(string()),
    settled: nullable(string(), 'Nothing needs to be done, and why; then all else is empty.'),
    caution: nullable(string(), 'What to know before choosing it.'),
    edits: list(ref('Edit'), 'Of the text that was asked about; they do not overlap.'),
    commands: list(string(), 'What to type on the device, from `configure terminal` on.'),
    rollback: list(string(), 'What takes the commands back.'),
    flexConfig: boolean('The commands are the text of a FlexConfig object.'),
    proof: nullable(ref('Proof')),
  }),
  Edit: object('A range and what is to stand there.', { ...RANGE, newText: string() }),
  Proof: object(
    'What was compared to be allowed to offer it.',
    {
      flowsChecked: count('Classes of flows: all that the change can reach. What decides about the others is the same before and after.'),
      changed: list(object('Flows whose verdict changes.', { flow: string(), before: string(), after: string() })),
      readings: list(string(), 'The readings of the documents under which it holds.'),
      unchanged: boolean('Every other flow keeps its verdict.'),
    },
    {
      handedTo: list(string(), 'Lines of inspections of other protocols that take the flows.'),
      assumes: list(string(), 'Lines whose meaning is not in the file, taken to be the same before and after.'),
      example: object(
        'One of the changed flows, to try on the device.',
        { source: string(), destination: string(), named: string('As a class of this version names it.'), port: count(), after: string() },
        { ingress: string() },
      ),
    },
  ),
  SurveyAnswer: object(
    'What `survey` says of a fleet.',
    {
      version: VERSION,
      firewalls: list(ref('Firewall'), 'Worst first: by severity and number of findings, then by how much mail is inspected.'),
      problems: list(ref('Problem')),
      summary: object('How many firewalls there are, and how many inspect how much of the mail.', {
        firewalls: count(),
        all: count(),
        some: count(),
        none: count(),
        unknown: count(),
      }),
    },
    { shard: ref('Shard') },
  ),
  Problem: object('An input that could not be read.', { path: string(), message: string() }),
  Firewall: object(
    'One firewall, or one security context of it.',
    {
      path: string('As it was named.'),
      line: place('Where it begins in the file.'),
      device: nullable(string(), 'What `hostname` says.'),
      context: nullable(string(), 'The security context.'),
      version: nullable(string(), '`ASA 9.1(5)`; null where the file names none.'),
      mode: oneOf(['single', 'context', 'system'], '`system`: the system execution space, whose contexts have the policies.'),
      mail: oneOf(['all', 'some', 'none', 'unknown'], 'How much of the mail to tcp/25 is inspected for certain.'),
      says: list(string(), 'Which mail, in sentences; or why it is not known.'),
      inspections: list(
        object('An inspection that meets mail.', {
          line: place(),
          inspection: string('`esmtp`, or `fixup smtp`.'),
          map: nullable(string(), '`_default_esmtp_map` where none is named.'),
          ports: list(count(), 'Where mail is spoken and it takes flows.'),
          certain: boolean('False where it perhaps meets no mail.'),
        }),
      ),
      tls: nullable(oneOf(['hidden', 'through', 'unknown']), 'What becomes of STARTTLS, at worst; null where nothing inspects.'),
      banner: nullable(oneOf(['masked', 'shown', 'unknown']), 'What becomes of the greeting, at worst; null where nothing inspects.'),
      hosts: list(
        object('A mail host that the file names.', {
          address: string(),
          name: nullable(string()),
          exempt: boolean('Mail is inspected, and that of this host is not.'),
        }),
      ),
      drops: list(string(), 'What an inspection loses mail by: `header lines of more than 998 characters`.'),
      findings: object('How many of each severity.', Object.fromEntries(SEVERITIES.map((severity) => [severity, count()]))),
      first: nullable(
        object('The worst finding, and what to do about it first.', {
          rule: string(),
          severity: SEVERITY,
          confidence: CONFIDENCE,
          line: place(),
          todo: string('The remedy that is proven, else whom to ask or what to look at.'),
        }),
      ),
    },
    { transparent: oneOf([true], 'There where the file says `firewall transparent`.') },
  ),
  RulesAnswer: object('All rules.', { version: VERSION, rules: list(ref('RuleSummary')) }),
  RuleAnswer: object('One rule with its page.', { version: VERSION, rule: ref('RulePage') }),
  RuleSummary: object('A rule.', RULE),
  RulePage: object('A rule with its page.', { ...RULE, page: string('Markdown.') }),
  Settings: {
    ...object(
      'The settings file esmtp-lens.json: what holds for a folder of files. The command line wins over it.',
      {},
      {
        $schema: string('For editors; passed over.'),
        severity: {
          description: 'The severity of a rule, or off.',
          type: 'object',
          properties: Object.fromEntries(
            rules.map(({ name, severity, summary }) => [name, { ...oneOf(LEVELS, summary), default: severity }]),
          ),
          required: [],
          additionalProperties: false,
        },
        asaVersion: {
          ...string('The version of configurations that name none, as the device prints it: 9.1(5), PIX 6.3(5). It decides the defaults.'),
          pattern: String.raw`^\s*((PIX|ASA|FWSM|FTD|pix|asa|fwsm|ftd)\s+)?([Vv]ersion\s+)?\d+([.()]+\d+)*\)?\s*$`,
        },
        failOn: { ...oneOf(FAIL_ON, 'The severity from which on the exit code is 1.'), default: 'warning' },
        ignore: list(string(), 'Files and folders to leave out: globs, relative to the current folder.'),
        firewall: {
          ...string('The firewall that transcripts passed: the path of its configuration, relative to the current folder.'),
          pattern: String.raw`\S`,
        },
      },
    ),
    additionalProperties: false,
  },
};

/** The schemas that are shipped: by file name, the shapes of which the document is one. */
export const SCHEMAS: Readonly<Record<string, { readonly shapes: readonly string[]; readonly title: string }>> = {
  check: { shapes: ['CheckAnswer'], title: 'esmtp-lens check --format json' },
  'check-line': { shapes: ['FileLine', 'ProblemLine', 'SummaryLine'], title: 'a line of esmtp-lens check --format ndjson' },
  explain: { shapes: ['FlowAnswer', 'PictureAnswer'], title: 'esmtp-lens explain --format json' },
  unmask: { shapes: ['UnmaskAnswer'], title: 'esmtp-lens unmask --format json' },
  note: { shapes: ['NoteAnswer'], title: 'esmtp-lens note --format json' },
  predict: { shapes: ['PredictAnswer'], title: 'esmtp-lens predict --format json' },
  compare: { shapes: ['CompareAnswer'], title: 'esmtp-lens compare --format json' },
  picture: { shapes: ['SessionPicture'], title: 'esmtp-lens picture --format json' },
  scrub: { shapes: ['ScrubAnswer'], title: 'esmtp-lens scrub --format json' },
  'lab-line': { shapes: ['LabOpened', 'LabEvent', 'LabMore', 'LabEnded'], title: 'a line of esmtp-lens lab --format json' },
  remedy: { shapes: ['RemedyAnswer'], title: 'esmtp-lens remedy --format json' },
  survey: { shapes: ['SurveyAnswer'], title: 'esmtp-lens survey --format json' },
  rules: { shapes: ['RulesAnswer', 'RuleAnswer'], title: 'esmtp-lens rules --format json' },
  settings: { shapes: ['Settings'], title: 'esmtp-lens.json' },
};
