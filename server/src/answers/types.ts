/** Made from `shapes.ts` by `npm run manifest`: the answers as documented in `schemas/`. Lines and columns count from 1. */

/** What `check` found. */
export interface CheckAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly files: readonly CheckedFile[];
  /** How many files were checked, and how many findings they have, by severity. */
  readonly summary: {
    /** All that were checked, empty ones among them. */
    readonly files: number;
    readonly error: number;
    readonly warning: number;
    readonly information: number;
    readonly hint: number;
    /** How many of the files are empty: there was nothing to check in them. Left out where none is. */
    readonly empty?: number | undefined;
    /** How many of the files tell nothing about mail (`unjudged` of the file says why). Left out where all do. */
    readonly unjudged?: number | undefined;
  };
  readonly shard?: Shard | undefined;
  /** With `shard` only: what could not be read, for `merge` to tell. */
  readonly problems?: readonly Problem[] | undefined;
}

/** Which part of a run it is, with `--shard`; not there in a whole one. */
export interface Shard {
  /** From 1 on. */
  readonly number: number;
  /** How many parts there are. */
  readonly of: number;
  /** The same in all parts that were cut from the same list of files. */
  readonly list: string;
}

/** One file that was checked. */
export interface CheckedFile {
  /** As it was named. */
  readonly path: string;
  /** A firewall configuration; or an SMTP transcript or a log. */
  readonly language: 'cisco-asa' | 'smtp-transcript';
  /** In the order of the file. */
  readonly findings: readonly Finding[];
  readonly sessionsIn?: SessionsIn | undefined;
  readonly unjudged?: Unjudged | undefined;
}

/** A line of `--format ndjson`: a file that was checked; with `--follow`, what has come in since the line before. */
export interface FileLine {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** As it was named. */
  readonly path: string;
  /** A firewall configuration; or an SMTP transcript or a log. */
  readonly language: 'cisco-asa' | 'smtp-transcript';
  /** In the order of the file. */
  readonly findings: readonly Finding[];
  readonly sessionsIn?: SessionsIn | undefined;
  readonly unjudged?: Unjudged | undefined;
}

/** A line of `--format ndjson`: an input that could not be checked. */
export interface ProblemLine {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** As it was named. */
  readonly path: string;
  /** Why. */
  readonly problem: string;
}

/** The last line of `--format ndjson`: where it is missing, the run did not come to its end. */
export interface SummaryLine {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** How many files were checked, and how many findings they have, by severity. */
  readonly summary: {
    /** All that were checked, empty ones among them. */
    readonly files: number;
    readonly error: number;
    readonly warning: number;
    readonly information: number;
    readonly hint: number;
    /** How many of the files are empty: there was nothing to check in them. Left out where none is. */
    readonly empty?: number | undefined;
    /** How many of the files tell nothing about mail (`unjudged` of the file says why). Left out where all do. */
    readonly unjudged?: number | undefined;
  };
}

/** How much was read for sessions, where not all of it was; not there when all was read. */
export interface SessionsIn {
  /** So many lines, from the first on. Log lines are read to the end. */
  readonly lines: number;
  /** So many lines there are. */
  readonly of: number;
}

/** A configuration in which nothing tells whether mail is inspected; not there where something does. */
export interface Unjudged {
  /** Why, half a sentence. */
  readonly reason: string;
  /** What would tell. */
  readonly instead: string;
}

/** A place where mail is harmed, or may be. */
export interface Finding {
  /** The name of the rule. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** How sure it is that the hazard is there, not how bad it is. */
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** What is wrong, what it does to mail, and what to do next. */
  readonly message: string;
  readonly line: number;
  /** In UTF-16 units, as editors count. */
  readonly column: number;
  readonly endLine: number;
  /** Behind the last character. */
  readonly endColumn: number;
  readonly related: readonly ({
    readonly path: string;
    readonly line: number;
    /** In UTF-16 units, as editors count. */
    readonly column: number;
    readonly message: string;
  })[];
  /** What can be done about it. */
  readonly remedies: readonly NamedRemedy[];
  /** The last part of the message by itself: what to do next, or whom to ask. */
  readonly advice?: string | undefined;
}

/** A remedy by its name: a report shows no edit. */
export interface NamedRemedy {
  /** Stable: `exempt-hosts:192.168.1.1`. */
  readonly id: string;
  readonly title: string;
  /** There where it was too large to be proven here. */
  readonly proven?: false | undefined;
}

/** What `explain` says of one flow. */
export interface FlowAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** `tcp SOURCE -> DESTINATION:PORT [on INTERFACE]` */
  readonly flow: string;
  /** Whether the flow is inspected as mail. */
  readonly inspected: true | false | 'unknown';
  /** The policy map. */
  readonly policy: string | null;
  /** `global`, or `interface NAME`. */
  readonly scope: string | null;
  /** The class of the policy map. */
  readonly class: string | null;
  /** `esmtp`, or `fixup smtp 25`. */
  readonly inspection: string | null;
  /** The inspection map; `_default_esmtp_map` where none is named. */
  readonly map: string | null;
  /** What the access rules say of the flow. */
  readonly access: {
    /** Whether they let it in. */
    readonly permitted: true | false | 'unknown';
    readonly reason: string;
    /** The line that decides. */
    readonly line?: number | undefined;
  };
  /** Where its first packet enters. */
  readonly ingress: {
    readonly names: readonly string[];
    /** Told, inferred from the networks or routes, or all that could be. */
    readonly how: 'told' | 'connected' | 'route' | 'default route' | 'all';
  };
  /** What the inspection does to mail; null where nothing inspects, or several may. */
  readonly settings: InspectionSettings | null;
  /** The reasoning, in the order in which the device decides. */
  readonly trace: readonly TraceStep[];
  /** Why it is not known, and what would tell. */
  readonly reason?: string | undefined;
  /** The verdict under each reading, where documents disagree. */
  readonly readings?: readonly Reading[] | undefined;
}

/** One line of the reasoning. */
export interface TraceStep {
  /** null where a default decides. */
  readonly line: number | null;
  /** The line as it is written; empty where a default decides. */
  readonly text: string;
  /** What the device makes of it. */
  readonly result: string;
}

/** What an inspection does to a session. */
export interface InspectionSettings {
  /** PIX up to 6.x; 7.0 and later. */
  readonly engine: 'fixup' | 'esmtp';
  readonly allowTls: true | false | 'unknown';
  readonly maskBanner: boolean;
  readonly mailRelay: string | null;
  readonly specialCharacter: boolean;
  readonly limits: readonly ({
    readonly kind: string;
    readonly negated: boolean;
    readonly limit: number | null;
    readonly values: readonly string[];
    /** `drop-connection`, `reset`, `mask`, `log` ...; empty without an action. */
    readonly action: string;
    readonly log: boolean;
    readonly source: string;
    /** Of `rate-limit`: how many messages a second it lets through. */
    readonly rate?: number | undefined;
  })[];
  /** Where `allowTls` comes from: a line, or the fact about the version. */
  readonly source: string;
}

/** The verdict if the documents are to be read in one way. */
export interface Reading {
  readonly reading: string;
  readonly likelier: boolean;
  /** What this reading says. */
  readonly says: string;
  readonly source: string;
  /** Whether the flow is inspected as mail. */
  readonly inspected: true | false | 'unknown';
  /** The policy map. */
  readonly policy: string | null;
  /** `global`, or `interface NAME`. */
  readonly scope: string | null;
  /** The class of the policy map. */
  readonly class: string | null;
  /** `esmtp`, or `fixup smtp 25`. */
  readonly inspection: string | null;
  /** The inspection map; `_default_esmtp_map` where none is named. */
  readonly map: string | null;
}

/** What `explain` says of all mail, without a flow. */
export interface PictureAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly port: number;
  /** Sentences. */
  readonly summary: readonly string[];
  readonly classes: readonly ({
    readonly ingress: readonly string[];
    /** Addresses and ranges. */
    readonly source: string;
    /** Addresses and ranges. */
    readonly destination: string;
    /** Ranges, ends included. */
    readonly sourcePorts: readonly (readonly number[])[];
    /** Whether the flow is inspected as mail. */
    readonly inspected: true | false | 'unknown';
    /** The policy map. */
    readonly policy: string | null;
    /** `global`, or `interface NAME`. */
    readonly scope: string | null;
    /** The class of the policy map. */
    readonly class: string | null;
    /** `esmtp`, or `fixup smtp 25`. */
    readonly inspection: string | null;
    /** The inspection map; `_default_esmtp_map` where none is named. */
    readonly map: string | null;
    /** The line that inspects. */
    readonly line: number | null;
    /** Why it is not known; or what is missing for an inspection, where no line says it. */
    readonly reason?: string | undefined;
    /** The line that keeps it from an inspection. */
    readonly sparedBy?: number | undefined;
    /** The verdict under each reading, where documents disagree. */
    readonly readings?: readonly Reading[] | undefined;
  })[];
  /** The other ports at which mail is inspected, and those that a class with an inspection of mail names. */
  readonly others: readonly ({
    /** The first of them. */
    readonly port: number;
    /** Ranges, ends included. */
    readonly ports: readonly (readonly number[])[];
    readonly classes: readonly ({
      readonly ingress: readonly string[];
      /** Addresses and ranges. */
      readonly source: string;
      /** Addresses and ranges. */
      readonly destination: string;
      /** Ranges, ends included. */
      readonly sourcePorts: readonly (readonly number[])[];
      /** Whether the flow is inspected as mail. */
      readonly inspected: true | false | 'unknown';
      /** The policy map. */
      readonly policy: string | null;
      /** `global`, or `interface NAME`. */
      readonly scope: string | null;
      /** The class of the policy map. */
      readonly class: string | null;
      /** `esmtp`, or `fixup smtp 25`. */
      readonly inspection: string | null;
      /** The inspection map; `_default_esmtp_map` where none is named. */
      readonly map: string | null;
      /** The line that inspects. */
      readonly line: number | null;
      /** Why it is not known; or what is missing for an inspection, where no line says it. */
      readonly reason?: string | undefined;
      /** The line that keeps it from an inspection. */
      readonly sparedBy?: number | undefined;
      /** The verdict under each reading, where documents disagree. */
      readonly readings?: readonly Reading[] | undefined;
    })[];
  })[];
  readonly access: readonly ({
    /** An example: the source is an address that nobody has. */
    readonly flow: string;
    /** Whether they let it in. */
    readonly permitted: true | false | 'unknown';
    readonly reason: string;
    /** The line that decides. */
    readonly line?: number | undefined;
  })[];
  readonly device: readonly ({
    readonly source: string;
    readonly flow: string | null;
    readonly inspected: boolean;
    readonly line: number;
    readonly text: string;
  })[];
}

/** What stands behind each masked text. */
export interface UnmaskAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly masked: readonly MaskedText[];
  readonly sessionsIn?: SessionsIn | undefined;
}

/** What `predict` says: recorded sessions as they would come out of the firewall. */
export interface PredictAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** The connection; of several sessions with several, all of them. */
  readonly flow: string | readonly string[];
  /** Whether the flow is inspected as mail. */
  readonly inspected: true | false | 'unknown';
  /** Each change, in the order of the session. */
  readonly edits: readonly PredictedEdit[];
  /** What is logged or watched, and passes. */
  readonly noticed: readonly PredictedEdit[];
  /** Whether the firewall ends a session. */
  readonly outcome: 'passes' | 'closed';
  /** The line of the transcript. */
  readonly closedAt: number | null;
  readonly notWhatWouldFollow: readonly ({
    readonly line: number;
    readonly endLine: number;
    readonly reason: string;
  })[];
  /** What the transcript does not hold, so that nothing is said of it. Sentences. */
  readonly untold: readonly string[];
  /** Every line as it leaves the firewall: a transcript again. */
  readonly transcript: string;
  readonly sessionsIn?: SessionsIn | undefined;
  /** Why it is not known whether it is inspected. */
  readonly reason?: string | undefined;
  /** Where the file or the documents leave something open that makes a difference; the likeliest first, which is what the answer itself tells. */
  readonly readings?: readonly ({
    /** The reading, a clause. */
    readonly when: string | null;
    readonly flow: string;
    readonly inspected: boolean;
    /** Each change, in the order of the session. */
    readonly edits: readonly PredictedEdit[];
    /** What is logged or watched, and passes. */
    readonly noticed: readonly PredictedEdit[];
    /** Whether the firewall ends a session. */
    readonly outcome: 'passes' | 'closed';
    /** The line of the transcript. */
    readonly closedAt: number | null;
    readonly notWhatWouldFollow: readonly ({
      readonly line: number;
      readonly endLine: number;
      readonly reason: string;
    })[];
    /** What the transcript does not hold, so that nothing is said of it. Sentences. */
    readonly untold: readonly string[];
    /** Every line as it leaves the firewall: a transcript again. */
    readonly transcript: string;
  })[] | undefined;
  /** With `--remedied`: the sessions to which a proven remedy makes a difference. Lines of the configuration are those it has then. */
  readonly remedied?: readonly ({
    /** The first line of the session in the transcript. */
    readonly line: number;
    /** The first one that makes a difference to it. */
    readonly remedy: {
      readonly id: string;
      readonly title: string;
    };
    readonly inspected: boolean;
    /** Each change, in the order of the session. */
    readonly edits: readonly PredictedEdit[];
    /** What is logged or watched, and passes. */
    readonly noticed: readonly PredictedEdit[];
    /** Whether the firewall ends a session. */
    readonly outcome: 'passes' | 'closed';
    /** The line of the transcript. */
    readonly closedAt: number | null;
    readonly notWhatWouldFollow: readonly ({
      readonly line: number;
      readonly endLine: number;
      readonly reason: string;
    })[];
    /** What the transcript does not hold, so that nothing is said of it. Sentences. */
    readonly untold: readonly string[];
    /** Every line as it leaves the firewall: a transcript again. */
    readonly transcript: string;
  })[] | undefined;
}

/** A line, and what becomes of it. */
export interface PredictedEdit {
  /** Of the transcript. */
  readonly line: number;
  readonly before: string;
  /** null where it does not leave. */
  readonly after: string | null;
  readonly reason: string;
  readonly configPath: string | null;
  /** The line of the configuration that causes it; that of the inspection where a default is the cause. */
  readonly configLine: number | null;
  /** The document, where no line of the configuration says it. */
  readonly source: string | null;
  /** `predicted`: the answer of the server to what the firewall left of a command. */
  readonly outcome: 'passed' | 'changed' | 'dropped' | 'closed' | 'reset' | 'predicted';
  /** What another document says, or what is not known. */
  readonly otherwise: string | null;
}

/** What `compare` says: what the path changed between two recordings of one server. */
export interface CompareAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly differences: readonly ({
    /** null where the inside has nothing there. */
    readonly insideLine: number | null;
    /** null where the outside has nothing there. */
    readonly outsideLine: number | null;
    readonly kind: 'greeting' | 'keyword' | 'reply' | 'command' | 'message' | 'connection';
    readonly inside: string | null;
    readonly outside: string | null;
    /** The inspection does just this. */
    readonly explained: boolean;
  })[];
  /** How much of it an ESMTP inspection, or the firewall that was asked about, explains; `same` where nothing differs. */
  readonly verdict: 'same' | 'all' | 'part' | 'none';
  /** Which one comes nearest; null where none explains anything. */
  readonly inspection: string | null;
  /** Lines of the inside that it would have changed as well, and that stand as they were. */
  readonly against: readonly string[];
  readonly causes: readonly ({
    /** `proxy`, `other server`, `greylisting` ... */
    readonly cause: string;
    /** A clause. */
    readonly says: string;
    readonly evidence: readonly string[];
  })[];
  /** Pairs of sessions that were compared. */
  readonly sessions: number;
  /** Sessions of either file that have nothing beside them. */
  readonly alone: number;
  /** How the firewall that was asked about treats the sessions: sentences; none where none was. */
  readonly played: readonly string[];
}

/** What `picture` draws. */
export interface SessionPicture {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly title: string;
  /** Which inspection is drawn, and what is in doubt about it: sentences; none without a firewall. */
  readonly played: readonly string[];
  readonly rows: readonly ({
    readonly line: number | null;
    readonly by: 'client' | 'server';
    /** As its speaker said it; null where the file shows only what arrived. */
    readonly said: string | null;
    /** As the other side heard it; null where it did not arrive. */
    readonly heard: string | null;
    /** What the firewall did, and by which line. */
    readonly done: readonly string[];
    /** `said` is what probably stood there, or what the server would probably answer. */
    readonly guessed: boolean;
  })[];
  /** How the firewall ended the session. */
  readonly end: string | null;
}

/** A text that can be shown to others. */
export interface ScrubAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly text: string;
  /** Its findings are those of the text before, by rule, severity and line. */
  readonly sameFindings: boolean;
}

/** A line of `lab --format json`: a client has connected. */
export interface LabOpened {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** From 1 on, in the order in which they were opened. */
  readonly session: number;
  readonly happened: 'opened';
  /** `ADDRESS:PORT` */
  readonly client: string;
}

/** A line of `lab --format json`: the firewall has done something, or has noticed it. */
export interface LabEvent {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** From 1 on, in the order in which they were opened. */
  readonly session: number;
  /** `keyword-masked`, `command-overwritten`, `matched` ... */
  readonly happened: string;
  /** From the client, or to it. */
  readonly direction: 'request' | 'response';
  readonly outcome: 'passed' | 'changed' | 'dropped' | 'closed' | 'reset';
  /** Which line of its direction. */
  readonly line: number;
  readonly before: string;
  /** null where it does not leave. */
  readonly after: string | null;
  readonly reason: string;
  readonly configLine: number | null;
  readonly configText: string | null;
  /** Where it comes from: a line, or the fact about the version. */
  readonly source: string;
  /** What another document says, or what is not known. */
  readonly otherwise: string | null;
  /** What the device would write. */
  readonly syslog: readonly string[];
}

/** A line of `lab --format json`: more happens in this session, and is not told. */
export interface LabMore {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** From 1 on, in the order in which they were opened. */
  readonly session: number;
  readonly happened: 'more';
}

/** A line of `lab --format json`: a session has ended. */
export interface LabEnded {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** From 1 on, in the order in which they were opened. */
  readonly session: number;
  readonly happened: 'ended';
  readonly how: 'by the client' | 'by the server' | 'dropped by the inspection' | 'reset by the inspection' | 'idle' | 'stopped' | 'broken';
  readonly words: string;
}

/** A note to whoever can mend it, or why there is none. */
export interface NoteAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** Whom it is for. */
  readonly to: 'postmaster' | 'firewall';
  readonly language: 'en' | 'de' | 'nl';
  /** Plain text. */
  readonly note: string | null;
  /** Why there is no note. */
  readonly reason: string | null;
}

/** A text that a firewall overwrote. */
export interface MaskedText {
  readonly line: number;
  /** In UTF-16 units, as editors count. */
  readonly column: number;
  readonly kind: 'banner' | 'keyword' | 'command';
  /** As it stands in the transcript. */
  readonly shown: string;
  /** In characters. */
  readonly length: number;
  /** How sure it is that the hazard is there, not how bad it is. */
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Why it is said to be masked, or why that is not sure. */
  readonly reasons: readonly string[];
  /** Best first. */
  readonly candidates: readonly ({
    /** `…` stands for what cannot be told. */
    readonly text: string;
    /** Those of one mask add up to 1. */
    readonly probability: number;
    /** Sentences, strongest first. */
    readonly evidence: readonly string[];
  })[];
  /** Where the firewall stands, as far as the file tells. */
  readonly where: {
    readonly side: 'own site' | 'server site' | 'between' | 'unknown';
    readonly reasons: readonly string[];
  };
}

/** The fix, and the proof of what it changes. */
export interface RemedyAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly id: string | null;
  readonly title: string | null;
  /** Nothing needs to be done, and why; then all else is empty. */
  readonly settled: string | null;
  /** What to know before choosing it. */
  readonly caution: string | null;
  /** Of the text that was asked about; they do not overlap. */
  readonly edits: readonly Edit[];
  /** What to type on the device, from `configure terminal` on. */
  readonly commands: readonly string[];
  /** What takes the commands back. */
  readonly rollback: readonly string[];
  /** The commands are the text of a FlexConfig object. */
  readonly flexConfig: boolean;
  readonly proof: Proof | null;
}

/** A range and what is to stand there. */
export interface Edit {
  readonly line: number;
  /** In UTF-16 units, as editors count. */
  readonly column: number;
  readonly endLine: number;
  /** Behind the last character. */
  readonly endColumn: number;
  readonly newText: string;
}

/** What was compared to be allowed to offer it. */
export interface Proof {
  /** Classes of flows: all that the change can reach. What decides about the others is the same before and after. */
  readonly flowsChecked: number;
  readonly changed: readonly ({
    readonly flow: string;
    readonly before: string;
    readonly after: string;
  })[];
  /** The readings of the documents under which it holds. */
  readonly readings: readonly string[];
  /** Every other flow keeps its verdict. */
  readonly unchanged: boolean;
  /** Lines of inspections of other protocols that take the flows. */
  readonly handedTo?: readonly string[] | undefined;
  /** Lines whose meaning is not in the file, taken to be the same before and after. */
  readonly assumes?: readonly string[] | undefined;
  /** One of the changed flows, to try on the device. */
  readonly example?: {
    readonly source: string;
    readonly destination: string;
    /** As a class of this version names it. */
    readonly named: string;
    readonly port: number;
    readonly after: string;
    readonly ingress?: string | undefined;
  } | undefined;
}

/** What `survey` says of a fleet. */
export interface SurveyAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  /** Worst first: by severity and number of findings, then by how much mail is inspected. */
  readonly firewalls: readonly Firewall[];
  readonly problems: readonly Problem[];
  /** How many firewalls there are, and how many inspect how much of the mail. */
  readonly summary: {
    readonly firewalls: number;
    readonly all: number;
    readonly some: number;
    readonly none: number;
    readonly unknown: number;
  };
  readonly shard?: Shard | undefined;
}

/** An input that could not be read. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** One firewall, or one security context of it. */
export interface Firewall {
  /** As it was named. */
  readonly path: string;
  /** Where it begins in the file. */
  readonly line: number;
  /** What `hostname` says. */
  readonly device: string | null;
  /** The security context. */
  readonly context: string | null;
  /** `ASA 9.1(5)`; null where the file names none. */
  readonly version: string | null;
  /** `system`: the system execution space, whose contexts have the policies. */
  readonly mode: 'single' | 'context' | 'system';
  /** How much of the mail to tcp/25 is inspected for certain. */
  readonly mail: 'all' | 'some' | 'none' | 'unknown';
  /** Which mail, in sentences; or why it is not known. */
  readonly says: readonly string[];
  readonly inspections: readonly ({
    readonly line: number;
    /** `esmtp`, or `fixup smtp`. */
    readonly inspection: string;
    /** `_default_esmtp_map` where none is named. */
    readonly map: string | null;
    /** Where mail is spoken and it takes flows. */
    readonly ports: readonly number[];
    /** False where it perhaps meets no mail. */
    readonly certain: boolean;
  })[];
  /** What becomes of STARTTLS, at worst; null where nothing inspects. */
  readonly tls: 'hidden' | 'through' | 'unknown' | null;
  /** What becomes of the greeting, at worst; null where nothing inspects. */
  readonly banner: 'masked' | 'shown' | 'unknown' | null;
  readonly hosts: readonly ({
    readonly address: string;
    readonly name: string | null;
    /** Mail is inspected, and that of this host is not. */
    readonly exempt: boolean;
  })[];
  /** What an inspection loses mail by: `header lines of more than 998 characters`. */
  readonly drops: readonly string[];
  /** How many of each severity. */
  readonly findings: {
    readonly error: number;
    readonly warning: number;
    readonly information: number;
    readonly hint: number;
  };
  readonly first: {
    readonly rule: string;
    readonly severity: 'error' | 'warning' | 'information' | 'hint';
    /** How sure it is that the hazard is there, not how bad it is. */
    readonly confidence: 'certain' | 'likely' | 'possible';
    readonly line: number;
    /** The remedy that is proven, else whom to ask or what to look at. */
    readonly todo: string;
  } | null;
  /** There where the file says `firewall transparent`. */
  readonly transparent?: true | undefined;
}

/** All rules. */
export interface RulesAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly rules: readonly RuleSummary[];
}

/** One rule with its page. */
export interface RuleAnswer {
  /** Of this format; within it members are only added. */
  readonly version: 1;
  readonly rule: RulePage;
}

/** A rule. */
export interface RuleSummary {
  readonly name: string;
  readonly language: 'cisco-asa' | 'smtp-transcript' | 'any';
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** The hazard in one sentence. */
  readonly summary: string;
  /** The ids of the remedies that mend it. */
  readonly remedies: readonly string[];
}

/** A rule with its page. */
export interface RulePage {
  readonly name: string;
  readonly language: 'cisco-asa' | 'smtp-transcript' | 'any';
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** The hazard in one sentence. */
  readonly summary: string;
  /** The ids of the remedies that mend it. */
  readonly remedies: readonly string[];
  /** Markdown. */
  readonly page: string;
}

/** The settings file esmtp-lens.json: what holds for a folder of files. The command line wins over it. */
export interface Settings {
  /** For editors; passed over. */
  readonly $schema?: string | undefined;
  /** The severity of a rule, or off. */
  readonly severity?: {
    /** ESMTP inspection without `allow-tls` hides STARTTLS: mail passes unencrypted, or not at all where TLS is required. */
    readonly 'inspection-hides-starttls'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** ESMTP inspection overwrites the greeting of mail servers; senders that know this sign fall back to HELO and lose TLS. */
    readonly 'inspection-masks-banner'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A match of the ESMTP inspection ends sessions or throws messages away: legitimate mail is lost. */
    readonly 'inspection-drops-mail'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An ESMTP inspection map masks AUTH: no client can log in through this firewall. */
    readonly 'inspection-takes-auth'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An `inspect esmtp` that meets no flow: its policy map is not applied, or another class or policy takes its flows first. */
    readonly 'inspection-never-applied'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** `inspect smtp` on a PIX or ASA from 7.0 on: the inspection is called `inspect esmtp` there, so the device cannot have this line. */
    readonly 'inspect-smtp-unknown'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** PIX `fixup protocol smtp` lets seven old commands through: EHLO, AUTH and STARTTLS are not among them. */
    readonly 'fixup-smtp'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** `no fixup protocol smtp` without a port puts the inspection back on port 25. */
    readonly 'no-fixup-without-port'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A PIX before 7.2(3) with SMTP inspection ends sessions on repeated headers: signed mail can be lost. */
    readonly 'pix-signature-header-bug'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A class that was meant to exempt hosts from the inspection exempts nobody: `no inspect esmtp` is not an action. */
    readonly 'exemption-without-effect'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A class that would treat mail hosts differently stands after the class that already takes their mail. */
    readonly 'exemption-after-inspection'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** Only one direction of a mail host is exempt from the inspection. */
    readonly 'exemption-one-way'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An exemption takes more than mail hosts: whole networks, or everybody, go uninspected. */
    readonly 'exemption-too-wide'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** From 8.3 on, an exemption that names the translated address of a mail host exempts nobody. */
    readonly 'exemption-uses-mapped-address'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** `match address` does not exist in a class-map: the device rejects the line, and the class stays empty. */
    readonly 'class-map-match-address'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An access-list entry names an address with neither `host` nor a mask: the device rejects the line. */
    readonly 'ace-address-without-mask'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A line uses a name that the configuration defines nowhere: the device rejects the line. */
    readonly 'undefined-name'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An ESMTP inspection map holds a `match` or a parameter that does not exist, or an action that its match does not take. */
    readonly 'map-action-not-allowed'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A limit of connections on a mail server's address or class: senders are refused and mail is late. */
    readonly 'connection-limit-throttles-mail'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The limit of half-open connections is higher than the limit of all connections, so it can never be reached. */
    readonly 'embryonic-limit-above-maximum'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The counters of `show service-policy inspect esmtp` show that the inspection has ended mail sessions. */
    readonly 'mail-loss-counted'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The counters of `show service-policy inspect esmtp` show that the inspection overwrites banners or EHLO keywords. */
    readonly 'masking-counted'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A firewall overwrote the greeting of this mail server with asterisks. */
    readonly 'masked-banner'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A firewall overwrote a keyword of the EHLO reply, so that clients do not see what the server offers. */
    readonly 'masked-ehlo-keyword'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command reached the mail server as a run of X: a firewall on the way overwrote it. */
    readonly 'masked-command'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** This session was typed by hand, so the X that the server saw prove nothing about real mail. */
    readonly 'masked-session-typed-by-hand'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The server refused STARTTLS, or never got it: the mail of this session is not encrypted. */
    readonly 'starttls-refused'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** EHLO was refused, so the session has none of the extensions of ESMTP: no TLS, no AUTH, no SIZE. */
    readonly 'ehlo-refused'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** STARTTLS is gone, nothing is masked, and the reply to EHLO is not that of the server: something else may be answering. */
    readonly 'answered-by-proxy'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command that ESMTP inspection would overwrite, because it is not among those that it lets through. */
    readonly 'command-not-inspectable'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command of fewer than four characters, which ESMTP inspection does not wait for. */
    readonly 'command-too-short'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command that ends with a line feed alone, where SMTP and the inspection ask for CR LF. */
    readonly 'bare-line-feed'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command that was sent before the reply to the one before it, which the inspection watches for. */
    readonly 'pipelined-command'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command that stops short: MAIL or RCPT without a whole address, or a command word without its end. */
    readonly 'truncated-command'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A reply that cannot answer the command before it: client and server are out of step. */
    readonly 'unexpected-reply'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A "|" in the address of MAIL or RCPT, at which ESMTP inspection closes the session, or which it makes a blank. */
    readonly 'pipe-in-address'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A command line that is longer than the default limit of ESMTP inspection. */
    readonly 'long-command-line'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A message with more recipients than the default limit of ESMTP inspection. */
    readonly 'too-many-recipients'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A line of the message header that is longer than the default limit of ESMTP inspection. */
    readonly 'long-header-line'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A line of the message body that is longer than the default limit of ESMTP inspection, which only logs it. */
    readonly 'long-body-line'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A sender address that is longer than the default limit of ESMTP inspection. */
    readonly 'long-sender-address'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The name of an attachment that is longer than the default limit of ESMTP inspection. */
    readonly 'long-mime-filename'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A message with several signature headers, at which PIX before 7.2(3) ends the session. */
    readonly 'repeated-signature-headers'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The message was sent, and no reply to its final dot came: it will be sent again, and may arrive twice. */
    readonly 'lost-after-data'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** Postfix met a masked greeting and works around the firewall behind it, which costs TLS. */
    readonly 'pix-workarounds-enabled'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** Mail is stuck: the sender must use TLS, and the server does not seem to offer it. */
    readonly 'tls-required-not-offered'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An appliance lost the connection while it received mail: the message did not arrive. */
    readonly 'receiving-aborted'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A delivery ended because the other side stopped answering. */
    readonly 'delivery-timed-out'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The firewall says that it ended a mail session: the message did not arrive. */
    readonly 'firewall-dropped-mail'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The firewall changed a character of a mail address to a blank. */
    readonly 'firewall-rewrote-address'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** The firewall closed a mail session because of a pattern in a mail address. */
    readonly 'firewall-closed-session'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** A message was longer than the size that its sender had declared, and the firewall took note. */
    readonly 'size-violation'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** Of two sessions with one server, the one from outside lacks what the one from inside shows. */
    readonly 'session-differs-inside'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An ignore comment does not say why. */
    readonly 'suppression-without-reason'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
    /** An ignore comment silences nothing. */
    readonly 'unused-suppression'?: 'error' | 'warning' | 'information' | 'hint' | 'off' | undefined;
  } | undefined;
  /** The version of configurations that name none, as the device prints it: 9.1(5), PIX 6.3(5). It decides the defaults. */
  readonly asaVersion?: string | undefined;
  /** The severity from which on the exit code is 1. */
  readonly failOn?: 'error' | 'warning' | 'information' | 'hint' | 'never' | undefined;
  /** Files and folders to leave out: globs, relative to the current folder. */
  readonly ignore?: readonly string[] | undefined;
  /** The firewall that transcripts passed: the path of its configuration, relative to the current folder. */
  readonly firewall?: string | undefined;
}
