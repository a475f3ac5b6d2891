/** The inspections that a path can hold, where no configuration is at hand: those that nobody configured, under every reading of the documents. */

import { readConfiguration } from '../asa/read.ts';
import type { BannerForm, CommandForm } from '../facts/masking.ts';
import { type Inspection, inspectionOf, type Readings } from '../masking/inspection.ts';
import { maskGreetingText } from '../masking/masking.ts';
import { dateOpen, solve } from '../masking/templates.ts';
import { explainFlow, parseFlow } from '../policy/verdict.ts';
import { sure } from '../text/at.ts';
import { Lines } from '../text/lines.ts';

/** A plain greeting and what another recording has in its place. */
export interface Greetings {
  readonly inside: string;
  readonly outside: string;
}

const FORMS: readonly BannerForm[] = ['kept', 'asterisks except 2 and 0', 'asterisks', 'cmap'];

/** The form in which a greeting was masked; times of day may differ. `kept` where none makes the one of the other. */
export function bannerFormOf({ inside, outside }: Greetings): BannerForm {
  return FORMS.find((form) => isMasked(form, inside, outside)) ?? 'kept';
}

export function isMasked(form: BannerForm, inside: string, outside: string): boolean {
  if (maskGreetingText(form, inside) === outside) return true;
  const open = dateOpen(inside);
  return form !== 'kept' && open !== inside && solve(open, undefined, form, outside) !== undefined;
}

const ASA =
  'ASA Version 9.1(5)\nclass-map MAIL\n match port tcp eq smtp\npolicy-map P\n class MAIL\n  inspect esmtp\nservice-policy P global\n';
const PIX = 'PIX Version 6.3(5)\nfixup protocol smtp 25\n';

/** An inspection, and what to call it. */
export interface Variant {
  readonly name: string;
  readonly inspection: Inspection;
}

/** @param form what it does to greetings; undefined where they do not tell */
export function variants(form: BannerForm | undefined): readonly Variant[] {
  const greets = ({ engine, ...rest }: Inspection): Inspection => ({ ...rest, engine: { ...engine, banner: form ?? engine.banner } });
  const asa = played(ASA);
  const esmtp = READINGS_OF_ESMTP.flatMap((readings): Variant[] => {
    const inspection = greets(asa(readings));
    const name = `inspect esmtp${readings.allowTls ? ' with allow-tls' : ''}`;
    const keywords = inspection.matches.filter(({ kind }) => kind === 'ehlo-reply-parameter');
    return [
      { name, inspection },
      { name: `${name}, without its limits`, inspection: { ...inspection, matches: keywords } },
      { name: `${name}, with a map that masks no keywords`, inspection: { ...inspection, matches: [] } },
    ];
  });
  // It masks every greeting.
  if (form === 'kept') return esmtp;
  const pix = played(PIX);
  const fixup = COMMAND_FORMS.map((otherCommands) => ({ name: 'fixup protocol smtp', inspection: greets(pix({ otherCommands })) }));
  return [...esmtp, ...fixup];
}

const COMMAND_FORMS: readonly CommandForm[] = ['overwritten', 'argument kept', 'noop'];

/** Every way to read the documents, the likelier first. */
const READINGS_OF_ESMTP: readonly Partial<Readings>[] = (['blanked', 'closed'] as const).flatMap((invalidCharacter) =>
  [false, true].flatMap((allowTls) =>
    [true, false].flatMap((keepsSometimesKnown) =>
      (['overwritten', 'argument kept'] as const).map((otherCommands) => ({
        invalidCharacter,
        allowTls,
        keepsSometimesKnown,
        otherCommands,
      })),
    ),
  ),
);

/** The inspection of a configuration, by any reading. */
function played(configuration: string): (readings: Partial<Readings>) => Inspection {
  const context = readConfiguration(Lines.read(configuration)).contexts[0];
  const settings = sure(explainFlow(context, parseFlow('tcp 192.0.2.1 -> 192.0.2.25:25')).settings);
  return (readings) => {
    const allowTls = { ...settings.allowTls, value: readings.allowTls ?? false };
    return inspectionOf(context, { ...settings, allowTls }, readings);
  };
}
