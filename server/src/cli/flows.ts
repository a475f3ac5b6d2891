/** Flows as a person names them on the command line. */
import type { Context } from '../asa/model.ts';
import type { Flow } from '../policy/flow.ts';
import { interfaceAsSpelled, interfaceNames, showsAllInterfaces } from '../policy/routing.ts';
import { parseFlow } from '../policy/verdict.ts';
import { Failure } from './exit.ts';

/** @throws Failure where the text names no flow */
export function readFlow(text: string): Flow {
  try {
    return parseFlow(text);
  } catch (error) {
    throw new Failure(`--flow: ${(error as Error).message}`);
  }
}

/** @throws Failure where the file shows all interfaces, and none of this name */
export function refuseUnknown(ingress: string, context: Context): void {
  const names = interfaceNames(context);
  if (names.includes(interfaceAsSpelled(context, ingress)) || !showsAllInterfaces(context)) return;
  throw new Failure(`--flow: there is no interface "${ingress}"; there are ${names.join(', ')}`);
}
