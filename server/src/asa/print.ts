/**
 * Prints what a context holds as configuration text, in the order and spelling of a saved configuration. Reading the text again gives
 * an equal model. What the model keeps only as a statement (a police rate, a route's gateway) is printed by its words.
 */
import type {
  AccessList,
  Ace,
  AddressSpec,
  ClassMap,
  ClassMatch,
  Context,
  GroupMember,
  InspectMap,
  InspectMatch,
  InspectParameter,
  Interface,
  ObjectGroup,
  PolicyAction,
  PolicyMap,
  PortSpec,
  ProtocolSpec,
  ServiceSpec,
  Statement,
  Translation,
} from './model.ts';

/** The configuration of a context; ends with a line end. */
export function printContext(context: Context): string {
  const lines = [
    ...printVersion(context),
    ...(context.host === undefined ? [] : [`hostname ${context.host}`]),
    ...(context.names ? ['names'] : ['no names']),
    ...[...(context.symbols.get('name')?.values() ?? [])].flatMap((name) =>
      name.definitions.slice(-1).map(({ statement }) => wordsOf(statement)),
    ),
    ...context.interfaces.flatMap(printInterface),
    ...printSameSecurity(context),
    ...printObjects(context),
    ...[...context.objectGroups.values()].flatMap(printGroup),
    ...[...context.accessLists.values()].flatMap(printAccessList),
    ...context.translations.flatMap(printTranslation),
    ...context.accessGroups.map(({ statement }) => wordsOf(statement)),
    ...(context.conduits?.entries ?? []).map(({ statement }) => wordsOf(statement)),
    ...context.outboundLists.map(({ statement }) => wordsOf(statement)),
    ...context.routes.map(({ statement }) => wordsOf(statement)),
    ...context.fixups.map(
      ({ protocol, first, last }) => `fixup protocol ${protocol}${first === 0 ? '' : last === first ? ` ${first}` : ` ${first}-${last}`}`,
    ),
    ...[...context.classMaps.values()].flatMap(printClassMap),
    ...[...context.inspectMaps.values()].flatMap(printInspectMap),
    ...[...context.policyMaps.values()].flatMap(printPolicyMap),
    ...context.servicePolicies.map(({ policy, scope }) =>
      scope.kind === 'global' ? `service-policy ${policy.name} global` : `service-policy ${policy.name} interface ${scope.use.name}`,
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The words of a statement with what `no` it has, one blank between them. */
function wordsOf(statement: Statement): string {
  return statement.words.map((word) => word.text).join(' ');
}

/** The command without `no`, prompt and spare blanks. */
export function afterHead({ words, head }: Statement): string {
  return words
    .slice(head)
    .map((word) => word.text)
    .join(' ');
}

const HEADERS = { ASA: 'ASA', PIX: 'PIX', FWSM: 'FWSM', FTD: 'NGFW' } as const;

function printVersion({ version, partOfDevice }: Context): readonly string[] {
  const part = partOfDevice === undefined ? '' : ` <${partOfDevice}>`;
  return version === undefined ? [] : [`${HEADERS[version.platform]} Version ${version.text}${part}`];
}

function printInterface(each: Interface): readonly string[] {
  const { name, securityLevel, address, setroute, prefixes, zone } = each;
  return [
    `interface ${each.hardware}`,
    ...(each.shutdown ? [' shutdown'] : []),
    ...(name === undefined ? [] : [` nameif ${name}`]),
    ...(securityLevel === undefined ? [] : [` security-level ${securityLevel}`]),
    ...(zone === undefined ? [] : [` zone-member ${zone.name}`]),
    ...(address === undefined ? [] : [` ip address ${address.address.word.text} ${address.mask}`]),
    ...(setroute === undefined ? [] : [` ip address ${setroute.words.some(({ text }) => text === 'pppoe') ? 'pppoe' : 'dhcp'} setroute`]),
    ...prefixes.map((prefix) => ` ipv6 address ${prefix}`),
  ];
}

function printSameSecurity({ sameSecurity }: Context): readonly string[] {
  const permit = (what: string) => `same-security-traffic permit ${what}-interface`;
  return [...(sameSecurity.inter ? [permit('inter')] : []), ...(sameSecurity.intra ? [permit('intra')] : [])];
}

function printObjects(context: Context): readonly string[] {
  const networks = [...context.networkObjects.values()].flatMap(({ name, value }) => [
    `object network ${name}`,
    ...(value === undefined ? [] : [` ${printObjectValue(value)}`]),
  ]);
  const services = [...context.serviceObjects.values()].flatMap(({ name, value }) => [
    `object service ${name}`,
    ...(value === undefined ? [] : [` service ${printService(value)}`]),
  ]);
  return [...networks, ...services];
}

/** Behind all objects, as on the device: translations can name objects that are defined later. */
function printTranslation({ kind, statement, real }: Translation): readonly string[] {
  const line = wordsOf(statement);
  return kind === 'object' && real?.kind === 'object' ? [`object network ${real.use.name}`, ` ${line}`] : [line];
}

function printObjectValue(value: AddressSpec): string {
  switch (value.kind) {
    case 'range':
      return `range ${value.first.word.text} ${value.last.word.text}`;
    case 'network':
      return `subnet ${printAddressSpec(value)}`;
    default:
      return printAddressSpec(value);
  }
}

/** A source or destination, as access-lists and groups write it. */
export function printAddressSpec(spec: AddressSpec): string {
  switch (spec.kind) {
    case 'any':
    case 'any4':
    case 'any6':
      return spec.kind;
    case 'host':
      return `host ${spec.address.word.text}`;
    case 'network':
      return spec.mask.startsWith('/') ? `${spec.address.value}${spec.mask}` : `${spec.address.word.text} ${spec.mask}`;
    case 'range':
      return `range ${spec.first.word.text} ${spec.last.word.text}`;
    case 'fqdn':
      return ['fqdn', ...(spec.family === undefined ? [] : [spec.family]), spec.word.text].join(' ');
    case 'bare':
      return spec.address.word.text;
    case 'object':
    case 'object-group':
    case 'interface':
      return `${spec.kind} ${spec.use.name}`;
  }
}

/** `eq smtp`, `range 25 587`, `object-group G`. */
export function printPorts(spec: PortSpec): string {
  if (spec.kind === 'object-group') return `object-group ${spec.use.name}`;
  return [spec.operator, ...spec.words.map((word) => word.text)].join(' ');
}

function printProtocol(spec: ProtocolSpec): string {
  return spec.kind === 'protocol' ? spec.name : `${spec.kind} ${spec.use.name}`;
}

function printService({ protocol, source, destination }: ServiceSpec): string {
  const ports = (side: string, spec: PortSpec | undefined) => (spec === undefined ? '' : ` ${side} ${printPorts(spec)}`);
  return printProtocol(protocol) + ports('source', source) + ports('destination', destination);
}

function printGroup(group: ObjectGroup): readonly string[] {
  const protocol = group.protocol === undefined ? '' : ` ${group.protocol}`;
  return [`object-group ${group.kind} ${group.name}${protocol}`, ...group.members.map((member) => ` ${printMember(member)}`)];
}

function printMember(member: GroupMember): string {
  switch (member.kind) {
    case 'address':
      return `network-object ${printAddressSpec(member.address)}`;
    case 'service':
      return member.service.protocol.kind === 'object'
        ? `service-object object ${member.service.protocol.use.name}`
        : `service-object ${printService(member.service)}`;
    case 'port':
      return `port-object ${printPorts(member.port)}`;
    case 'protocol':
      return `protocol-object ${printProtocol(member.protocol)}`;
    case 'group':
      return `group-object ${member.use.name}`;
    case 'other':
      return afterHead(member.statement);
  }
}

/** Remarks are not in the model; a list that has nothing else is there all the same. */
function printAccessList({ entries, unread, definitions }: AccessList): readonly string[] {
  if (entries.length + unread.length === 0) return definitions.slice(0, 1).map(({ statement }) => wordsOf(statement));
  return [...entries.map(printEntry), ...unread.map(wordsOf)];
}

/** One entry of an access-list as a command. Entries with identities, and those of other kinds of lists, are printed by their words. */
export function printEntry(ace: Ace): string {
  const written = afterHead(ace.statement).replace(/^(access-list \S+) line \d+ /, '$1 ');
  if (ace.identity || !/^access-list \S+ (?:extended )?(?:permit|deny) /.test(written)) return written;
  const side = (spec: AddressSpec, ports: PortSpec | undefined) =>
    printAddressSpec(spec) + (ports === undefined ? '' : ` ${printPorts(ports)}`);
  return [
    `access-list ${ace.accessList.name} extended ${ace.action} ${printProtocol(ace.protocol)}`,
    side(ace.source, ace.sourcePort),
    side(ace.destination, ace.destinationPort),
    ...(ace.timeRange === undefined ? [] : [`time-range ${ace.timeRange.name}`]),
    ...(ace.inactive ? ['inactive'] : []),
  ].join(' ');
}

function printClassMap(map: ClassMap): readonly string[] {
  const type = map.type === 'layer3-4' ? '' : ` type ${map.type}${map.protocol === undefined ? '' : ` ${map.protocol}`}`;
  const mode = map.mode === 'match-any' ? ' match-any' : '';
  return [`class-map${type}${mode} ${map.name}`, ...map.matches.map((match) => ` ${printMatch(match)}`)];
}

function printMatch(match: ClassMatch): string {
  switch (match.kind) {
    case 'any':
    case 'default-inspection-traffic':
      return `match ${match.kind}`;
    case 'access-list':
      return `match access-list ${match.use.name}`;
    case 'port':
      return `match port ${match.protocol} ${printPorts(match.port)}`;
    case 'address':
      return `match address ${match.use?.name ?? ''}`.trimEnd();
    case 'other':
      return afterHead(match.statement);
  }
}

function printInspectMap(map: InspectMap): readonly string[] {
  return [
    `policy-map type inspect ${map.protocol} ${map.name}`,
    ...(map.parameters.length > 0 ? [' parameters', ...map.parameters.map((parameter) => `  ${printParameter(parameter)}`)] : []),
    ...map.matches.flatMap(printInspectMatch),
  ];
}

function printParameter({ statement, kind, on, log, action, value }: InspectParameter): string {
  if (action === undefined && value === undefined) return wordsOf(statement);
  const does = action === undefined ? '' : ` action ${action}${log && action !== 'log' ? ' log' : ''}`;
  return `${on ? '' : 'no '}${kind}${value === undefined ? '' : ` ${value}`}${does}`;
}

function printInspectMatch(match: InspectMatch): readonly string[] {
  return [` ${afterHead(match.statement)}`, ...(match.action === undefined ? [] : [`  ${afterHead(match.action.statement)}`])];
}

function printPolicyMap(map: PolicyMap): readonly string[] {
  return [
    `policy-map ${map.name}`,
    ...map.classes.flatMap(({ use, actions }) => [` class ${use.name}`, ...actions.map((action) => `  ${printAction(action)}`)]),
  ];
}

function printAction(action: PolicyAction): string {
  switch (action.feature) {
    case 'inspect':
      return `inspect ${action.protocol}${action.map === undefined ? '' : ` ${action.map.name}`}`;
    case 'connection':
      return ['set connection', ...[...action.limits].map(([limit, { value }]) => `${limit} ${value}`)].join(' ');
    case 'bypass':
    case 'other':
      return afterHead(action.statement);
  }
}
