/** Where a flow enters: as it is told, or by the routes to its source. */
import type { Context } from '../asa/model.ts';
import type { Address } from '../sets/addresses.ts';
import { itemAt } from '../text/at.ts';
import type { ExplainedVerdict, TraceStep } from './flow.ts';
import { interfaceAsSpelled, interfaceNames, openInterfaces, routesTo, showsAllInterfaces, shutdownOf, UNNAMED } from './routing.ts';
import { openStep, step } from './steps.ts';

export interface Ingress {
  readonly names: readonly string[];
  readonly how: ExplainedVerdict['ingress']['how'];
  /** It may enter by an interface that the file does not name, too. */
  readonly isOpen: boolean;
  readonly trace: readonly TraceStep[];
}

export function ingressOf(context: Context, told: string | undefined, source: Address): Ingress {
  if (told !== undefined) {
    const name = interfaceAsSpelled(context, told);
    const trace = interfaceNames(context).includes(name) ? [] : [step(undefined, `no interface of this file is called ${name}`)];
    return { names: [name], how: 'told', isOpen: false, trace };
  }
  const routes = routesTo(context, source);
  if (routes.length === 0) {
    const names = openInterfaces(context);
    const trace = names.length > 1 ? [openStep(undefined, 'no route tells where the flow enters: every interface is considered')] : [];
    return { names: names.filter((name) => name !== UNNAMED), how: 'all', isOpen: names.includes(UNNAMED), trace };
  }
  const names = [...new Set(routes.map((route) => route.interface))];
  const { kind, statement } = itemAt(routes, 0);
  const words = {
    connected: 'its network holds the source',
    route: 'its route leads to the source',
    'default route': 'it has the default route',
  };
  const isOpen = kind === 'default route' && !showsAllInterfaces(context);
  return { names, how: kind, isOpen, trace: [step(statement, `the flow enters on ${names.join(' or ')}: ${words[kind]}`)] };
}

/** Whether each interface by which it can enter is shut down. */
export function isShut(context: Context, { names, isOpen }: Ingress): boolean {
  return names.length > 0 && !isOpen && names.every((name) => shutdownOf(context, name) !== undefined);
}
