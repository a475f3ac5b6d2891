/** What stands beside and above the text, each kind with a setting of its own: there, gone once it is turned off, there again. */
import { eventually } from '../person.mjs';

const FIREWALL = `ASA Version 9.1(5)
hostname fw-switches
interface GigabitEthernet0/0
 nameif outside
 security-level 0
 ip address 198.51.100.1 255.255.255.0
object network MAILHOST
 host 203.0.113.77
access-list outside_in extended permit tcp any object MAILHOST eq smtp
access-group outside_in in interface outside
class-map inspection_default
 match default-inspection-traffic
policy-map global_policy
 class inspection_default
  inspect esmtp
service-policy global_policy global
`;

const SESSION = `# esmtp-lens: firewall=switches.asa
Trying 203.0.113.77...
Connected to 203.0.113.77.
220 ************
EHLO client.example.net
250-mx.example.com
250 XXXXXXXA
QUIT
221 2.0.0 Bye
`;

export const files = { 'switches.asa': FIREWALL, 'switches.smtp': SESSION };

/** What each kind says, and where. */
const BESIDE = {
  'inlayHints.ports': 'smtp25',
  'inlayHints.objects': '= 203.0.113.77',
  'inlayHints.inspections': 'TLS masked: the default',
};
const ABOVE = {
  'codeLens.policies': 'tcp/25: inspected',
  'codeLens.mailHosts': 'mail to this host',
  'codeLens.sessions': 'amages 1 session in this workspace',
};
const OF_SESSION = { 'inlayHints.masks': 'STARTTLS', 'codeLens.sessions': 'Through switches.asa' };

export async function switches(I, see) {
  const lenses = async () => (await I.editor.locator('.codelens-decoration').allTextContents()).join('\n');
  const beside = async () => (await I.text()).replaceAll('\u200a', '');
  const all = async () => `${await beside()}\n${await lenses()}`.replaceAll('\u00a0', ' ');
  const walk = async (file, kinds) => {
    await I.open(file);
    const shows = (says, wanted) =>
      eventually(`${wanted ? '' : 'no '}${says} in ${file}`, async () => (await all()).includes(says) === wanted);
    for (const says of Object.values(kinds)) await shows(says, true);
    for (const [kind, says] of Object.entries(kinds)) {
      await see(`${says}, by ${kind}: gone when it is turned off, the others still there, and back`, async () => {
        I.settings({ [`esmtpLens.${kind}`]: false });
        await shows(says, false);
        for (const other of Object.values(kinds)) if (other !== says) await shows(other, true);
        I.settings({});
        await shows(says, true);
      });
    }
  };
  await walk('switches.asa', { ...BESIDE, ...ABOVE });
  await walk('switches.smtp', OF_SESSION);
}
