/** How a firewall may treat a flow: one treatment where the configuration tells, several where it or the documents leave it open. */
import type { Context } from '../asa/model.ts';
import type { Settings } from '../asa/settings.ts';
import { settingsKey } from '../asa/settings.ts';
import { NOOP_VERSIONS } from '../facts/masking.ts';
import { LIKELIER, type Reading } from '../facts/readings.ts';
import { type Inspection, inspectionOf, type Readings } from '../masking/inspection.ts';
import { type Inspector, inspectingLine, type Verdict } from '../policy/flow.ts';
import { grouped } from '../text/grouped.ts';

export interface Treatment {
  /** When it is this one, a clause: `if TLS is allowed, which the file cannot tell`; undefined where it is the only one. */
  readonly when: string | undefined;
  /** undefined: the flow is not inspected */
  readonly inspection: Inspection | undefined;
  readonly by: Inspector | undefined;
}

/** @returns the likeliest first; empty where nothing in the file can be judged */
export function treatmentsOf(context: Context, verdict: Verdict): readonly Treatment[] {
  const all =
    verdict.readings === undefined ? treated(context, verdict) : verdict.readings.flatMap((each) => read(context, each, each.reading));
  return all.length === 1 ? [{ ...all[0]!, when: undefined }] : all;
}

function read(context: Context, verdict: Omit<Verdict, 'readings'>, reading: Reading): readonly Treatment[] {
  const likelier = reading === LIKELIER.value ? ', the likelier reading' : '';
  const prefix = `if the documents are to be read ${reading}${likelier}`;
  return treated(context, verdict).map((each) => ({ ...each, when: each.when === undefined ? prefix : `${prefix}, and ${each.when}` }));
}

function treated(context: Context, { inspected, by, settings, candidates }: Omit<Verdict, 'readings'>): readonly Treatment[] {
  const none: Treatment = { when: undefined, inspection: undefined, by: undefined };
  if (inspected === false) return [none];
  const possible = by !== undefined && settings !== undefined ? [{ by, settings }] : candidates;
  const distinct = grouped(possible, (each) => settingsKey(each.settings)).map(([first]) => first!);
  const inspecting = distinct.flatMap((each) => {
    const at = inspectingLine(each);
    const line = at === undefined ? '' : ` by line ${context.lines.lineOf(at) + 1}`;
    const when = inspected === 'unknown' || distinct.length > 1 ? `if it is inspected${line}` : undefined;
    return inspections(context, each.settings).map(({ inspection, when: open }) => ({
      when: [when, open].filter((clause) => clause !== undefined).join(', and ') || undefined,
      inspection,
      by: each.by,
    }));
  });
  if (inspected === true) return inspecting;
  return inspecting.length === 0 ? [] : [...inspecting, { ...none, when: 'if it is not inspected' }];
}

/** One for each answer that the settings and the documents leave open. */
function inspections(context: Context, settings: Settings): { inspection: Inspection; when: string | undefined }[] {
  const one = (readings: Partial<Readings>, when?: string) => ({ inspection: inspectionOf(context, settings, readings), when });
  if (settings.engine === 'fixup')
    return [one({}), one({ otherCommands: 'noop' }, `if it puts NOOP in their place, as ${NOOP_VERSIONS.value} can`)];
  if (settings.allowTls.value !== 'unknown') return [one({})];
  return [
    one({ allowTls: false }, 'if TLS is not allowed, which the file cannot tell'),
    one({ allowTls: true }, 'if TLS is allowed, which the file cannot tell'),
  ];
}
