/** What an administrator can set on the own, sending side until a firewall elsewhere is mended: each way of a mail server, from its documentation. */
import { type Fact, fact } from './fact.ts';

/** The mail servers whose settings are known. */
export type SendingServer = 'Postfix' | 'Exim' | 'sendmail' | 'Exchange';

/**
 * What a way does to mail for one server: it is sent without TLS, with HELO in the place of EHLO, or with EHLO though the greeting is masked.
 * None of them brings back TLS that the firewall takes away.
 */
export type WayOut = 'without TLS' | 'with HELO' | 'with EHLO';

/** Before this version of Postfix its workaround for a PIX kept EHLO; from it on `disable_esmtp` is one of several. */
export const POSTFIX_SAYS_HELO: Fact<string> = fact('2.4', 'documented', ['Postfix']);

export interface Workaround {
  readonly server: SendingServer;
  readonly does: WayOut;
  /** Where the lines belong. */
  readonly where: string;
  /** `{address}`: of the other server · `{domain}`: whose mail goes there · `{connector}`: a send connector for that domain alone */
  readonly lines: readonly string[];
}

const POSTFIX = 'main.cf';
const EXIM = 'smtp transport';
const CONNECTOR = 'Management Shell';

export const WORKAROUNDS: readonly Fact<Workaround>[] = [
  fact(
    {
      server: 'Postfix',
      does: 'without TLS',
      where: POSTFIX,
      lines: ['smtp_discard_ehlo_keyword_address_maps = inline:{ {address}=starttls }'],
    },
    'documented',
    ['Postfix'],
  ),
  fact(
    {
      server: 'Postfix',
      does: 'with HELO',
      where: POSTFIX,
      lines: ['smtp_pix_workaround_maps = inline:{ { {address} = disable_esmtp, delay_dotcrlf } }'],
    },
    'documented',
    ['Postfix'],
  ),
  fact(
    {
      server: 'Postfix',
      does: 'with EHLO',
      where: POSTFIX,
      lines: ['smtp_pix_workaround_maps = inline:{ {address}=delay_dotcrlf }'],
    },
    'documented',
    ['Postfix'],
  ),
  fact({ server: 'Exim', does: 'without TLS', where: EXIM, lines: ['hosts_avoid_tls = {address}'] }, 'documented', ['Exim specification']),
  fact({ server: 'Exim', does: 'with HELO', where: EXIM, lines: ['hosts_avoid_esmtp = {address}'] }, 'documented', ['Exim specification']),
  fact({ server: 'sendmail', does: 'without TLS', where: 'access', lines: ['Try_TLS:{address} NO'] }, 'documented', ['sendmail cf/README']),
  fact({ server: 'sendmail', does: 'with HELO', where: 'mailertable', lines: ['{domain} smtp:[{address}]'] }, 'documented', [
    'sendmail cf/README',
  ]),
  fact(
    { server: 'Exchange', does: 'without TLS', where: CONNECTOR, lines: ['Set-SendConnector "{connector}" -IgnoreSTARTTLS $true'] },
    'documented',
    ['Set-SendConnector'],
  ),
  fact(
    { server: 'Exchange', does: 'with HELO', where: CONNECTOR, lines: ['Set-SendConnector "{connector}" -ForceHELO $true'] },
    'documented',
    ['Set-SendConnector'],
  ),
];
