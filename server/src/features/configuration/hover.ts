/** Hover of a configuration: what an inspection does, what a name stands for, what a command means. */

import { statementOn } from '../../asa/find.ts';
import { wordAt } from '../../asa/grammar.ts';
import type { Configuration, Context, Fixup, PolicyAction, Statement } from '../../asa/model.ts';
import { withoutSecrets } from '../../asa/secrets.ts';
import { settingsOf } from '../../asa/settings.ts';
import { spanOf, spanOfName, spanOfWords } from '../../asa/spans.ts';
import { BARE_ADDRESS_IS_REJECTED, HOST_OR_MASK } from '../../facts/access.ts';
import { cite } from '../../facts/fact.ts';
import { MAIL_INSPECTIONS } from '../../facts/inspections.ts';
import { bareAddresses } from '../../rules/ace-address-without-mask.ts';
import { itemAt } from '../../text/at.ts';
import { type Position, rangeOn } from '../../text/lines.ts';
import type { ConfigurationDocument } from '../document.ts';
import { code, type FirstScreen, list, markdownHover, sentence } from '../markdown.ts';
import { type Surface, whereItIs } from '../surface.ts';
import { explainCommand } from './explain-command.ts';
import { explainCounters } from './explain-counters.ts';
import { mailPicture } from './mail-verdict.ts';
import { explainName } from './name-hover.ts';
import { nameAt } from './names.ts';
import { costsOf, explainSettings, NO_COST } from './settings-table.ts';
import { explainVersion } from './version-hover.ts';

export function hover(document: ConfigurationDocument, at: Position, surface?: Surface): FirstScreen | null {
  const { configuration, lines } = document;
  const counted = counters(configuration, at.line);
  if (counted !== undefined) return counted;
  const name = nameAt(configuration, at);
  if (name !== undefined) {
    const { told, whole } = explainName(name, document);
    return markdownHover(lines.rangeOf(spanOfName(name.place)), told, whole);
  }
  const statement = statementOn(configuration, at.line);
  if (statement === undefined) return null;
  const index = statement.words.findIndex((word) => word.start <= at.character && at.character <= word.end);
  if (index < 0) return null;
  // On `no` itself: what it takes back.
  return (
    inspection(configuration, statement, surface) ??
    version(configuration, statement) ??
    bareAddress(configuration, statement, at) ??
    keyword(document, statement, Math.max(index, statement.head))
  );
}

/** On the line that tells the version of a device: what that means for mail. */
function version({ contexts, lines }: Configuration, statement: Statement): FirstScreen | undefined {
  const context = contexts.find((it) => it.version?.statement === statement);
  if (context?.version === undefined) return undefined;
  const range = lines.rangeOf(spanOf(statement));
  return markdownHover(range, explainVersion(context, context.version, statement));
}

/** On an address to which an entry says neither `host` nor a mask. */
function bareAddress({ contexts, lines }: Configuration, statement: Statement, { character }: Position): FirstScreen | undefined {
  for (const context of contexts) {
    for (const { ace, spec } of bareAddresses(context)) {
      const { word } = spec.address;
      if (ace.statement !== statement || character < word.start || character > word.end) continue;
      return markdownHover(lines.rangeOf(spanOfName({ statement, word })), [
        sentence(
          `Neither \`host\` nor a mask stands beside ${code(word.text)}. An entry names one host as \`host ${word.text}\`, a network by its mask (${cite(HOST_OR_MASK)}). The device is taken to reject the line as it stands (${cite(BARE_ADDRESS_IS_REJECTED)}).`,
        ),
      ]);
    }
  }
  return undefined;
}

type MailInspection = Extract<PolicyAction, { feature: 'inspect' }> | Fixup;

/** On `inspect esmtp` and `fixup protocol smtp`: which mail meets it, and what it does to that mail. */
function inspection(configuration: Configuration, statement: Statement, surface: Surface | undefined): FirstScreen | undefined {
  for (const context of configuration.contexts) {
    const what = mailInspectionOn(context, statement);
    if (what === undefined) continue;
    const settings = settingsOf(context, what);
    const isFixup = settings.engine === 'fixup';
    const map = settings.map === undefined && !isFixup ? ` with the version’s default map, ${code(settings.mapName)}` : '';
    const range = configuration.lines.rangeOf(spanOfWords(statement, statement.words.slice(statement.head)));
    const head = [
      `### ${isFixup ? 'SMTP fixup (PIX Mailguard)' : 'ESMTP inspection'}`,
      `Reads and rewrites every SMTP session it meets${map}.`,
    ];
    const picture = mailPicture(context);
    const here = list(picture.sentences.map(sentence));
    const costs = costsOf(settings);
    const mend = isFixup
      ? 'turn it off with its port, or exempt the mail hosts'
      : 'exempt the mail hosts, or allow TLS in a map of its own';
    const proof = `${isFixup ? 'To see whether it is on: `show fixup`' : 'To see what it did: `show service-policy inspect esmtp`'}.`;
    return markdownHover(
      range,
      [
        ...head,
        costs.length === 0 ? NO_COST : list(costs),
        costs.length === 0 || picture.inspected === false ? proof : `${whereItIs(`: ${mend}`, surface?.edits)} ${proof}`,
        here,
      ],
      [...head, here, ...explainSettings(settings, configuration.lines), `${proof} Changes hold for new connections only.`],
    );
  }
  return undefined;
}

function mailInspectionOn({ policyMaps, fixups }: Context, statement: Statement): MailInspection | undefined {
  if (statement.command === 'fixup') return fixups.find((it) => it.statement === statement && it.protocol === 'smtp');
  if (statement.command !== 'inspect') return undefined;
  for (const map of policyMaps.values()) {
    for (const { actions } of map.classes) {
      const found = actions.find((action) => action.statement === statement);
      if (found?.feature === 'inspect' && MAIL_INSPECTIONS.includes(found.protocol)) return found;
    }
  }
  return undefined;
}

function keyword({ lines }: ConfigurationDocument, statement: Statement, index: number): FirstScreen | null {
  const read = wordAt(statement, index);
  if (read === undefined) return null;
  const { argument, label, owner } = read.position;
  if (read.documentation === '' && owner.documentation === '') return null;
  const word = itemAt(statement.words, index);
  const shown = withoutSecrets(lines.text(lines.lineOf(statement))).slice(word.start, word.end);
  const about = argument !== undefined && label !== argument.kind ? `${code(shown)}: ${label.replaceAll('-', ' ')}.` : read.documentation;
  const takenBack = statement.form === 'no' ? '`no` takes this back:' : '';
  return markdownHover(lines.rangeOf(spanOfName({ statement, word })), [takenBack, explainCommand(owner, about)]);
}

/** On the counters of `show service-policy`: what the match under the cursor has done to mail; on their heading, what all of them have. */
function counters({ contexts, lines }: Configuration, line: number): FirstScreen | undefined {
  for (const { shown } of contexts) {
    const inspection = shown.find((it) => it.line <= line && line <= Math.max(it.line, ...it.counters.map((counter) => counter.line)));
    if (inspection === undefined) continue;
    const { told, whole } = explainCounters(inspection, line);
    return markdownHover(rangeOn(line, 0, lines.text(line).length), told, whole);
  }
  return undefined;
}
