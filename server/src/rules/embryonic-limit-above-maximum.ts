/**
 * ## What the mail administrator sees
 * Nothing of its own; the lower limit, that of all connections, is the one that refuses mail.
 *
 * ## What the firewall administrator sees
 * Two numbers in the wrong order: in `tcp 50 100` the first is the maximum, the second the half-open (embryonic) limit.
 *
 * ## What causes it
 * The order of the two numbers was mixed up, or the example of TAC 117801 (`tcp 50 100`) was copied.
 *
 * ```asa bad
 * static (inside,outside) 203.0.113.25 192.0.2.25 netmask 255.255.255.255 tcp 50 100
 * ```
 *
 * ```asa good
 * static (inside,outside) 203.0.113.25 192.0.2.25 netmask 255.255.255.255 tcp 100 50
 * ```
 *
 * ## Remedy
 * Take the limits away (no limit is the default), or lower the half-open limit to the maximum. On the device, enter the `static` again:
 *
 * {{remedy remove-connection-limits}}
 *
 * ## How to verify
 * `show running-config static` (or `policy-map`) shows the new numbers; `clear xlate` or wait, then open a new session.
 *
 * ## Sources
 * - PIX and ASA command references (documented): `static ... [tcp] MAX_CONNS [EMB_LIM]`, 0 means no limit.
 * - TAC 117801's example has them this way round; that it is a slip is inferred.
 */

import type { Context } from '../asa/model.ts';
import { spanOf, spanOfWords } from '../asa/spans.ts';
import type { ConfigurationRule, Report } from './rule.ts';
import { confidenceOf } from './shared/confidence.ts';

export const rule: ConfigurationRule = {
  name: 'embryonic-limit-above-maximum',
  language: 'cisco-asa',
  severity: 'hint',
  summary: 'The limit of half-open connections is higher than the limit of all connections, so it can never be reached.',
  advice: 'Swap the numbers, or take the limits away',
  *check(context) {
    for (const translation of context.translations) {
      const { statement, limits } = translation;
      if (limits?.connections === undefined || limits.embryonic === undefined) continue;
      if (above(limits.embryonic, limits.connections)) {
        const range = spanOfWords(statement, limits.words);
        yield { ...report(limits.embryonic, limits.connections, range), subject: { kind: 'translation', context, translation } };
      }
    }
    yield* inClasses(context);
  },
};

const PAIRS = [
  { embryonic: 'embryonic-conn-max', maximum: 'conn-max', whose: '' },
  { embryonic: 'per-client-embryonic-max', maximum: 'per-client-max', whose: ' from one client' },
] as const;

function* inClasses(context: Context): Iterable<Report> {
  for (const policyMap of context.policyMaps.values()) {
    for (const policyClass of policyMap.classes) {
      for (const action of policyClass.actions) {
        if (action.feature !== 'connection') continue;
        for (const { embryonic, maximum, whose } of PAIRS) {
          const half = action.limits.get(embryonic);
          const all = action.limits.get(maximum);
          if (half !== undefined && all !== undefined && above(half.value, all.value)) {
            const subject = { kind: 'connection-limits', context, policyMap, policyClass, action } as const;
            yield { ...report(half.value, all.value, spanOf(half.statement), whose), subject };
          }
        }
      }
    }
  }
}

/** 0 means no limit. */
function above(embryonic: number, maximum: number): boolean {
  return maximum > 0 && embryonic > maximum;
}

/** @param whose ` from one client` where the limits hold for each client on its own */
function report(embryonic: number, maximum: number, range: Report['range'], whose = ''): Report {
  return {
    range,
    message: `The half-open limit (${embryonic}) is higher than the limit of all connections${whose} (${maximum}), so it is never reached: from connection ${maximum + 1}${whose} on, senders are refused.`,
    confidence: confidenceOf({ mark: 'inferred' }),
  };
}
