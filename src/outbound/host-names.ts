/**
 * Host names that are not public: names of the machine itself, of local networks, of metadata
 * services, and names that are no host names at all.
 */
import type { FormRule } from './refusal.ts';

/** Names no allow list opens: they exist to answer with credentials. */
const metadataNames: ReadonlySet<string> = new Set([
  'instance-data',
  'metadata',
  'rancher-metadata',
  'metadata.goog',
  'metadata.platformequinix.com',
  'metadata.packet.net',
  'metadata.tencentyun.com',
  'metadata.service.consul',
  'metadata.cloud.ibm.com',
]);

/**
 * Last labels that mean "this machine" or "this network", as standards, routers, clusters and clouds use them; none is a
 * domain of the public DNS. They may name an on-premises target that the operator opened.
 */
const localSuffixes: ReadonlySet<string> = new Set(
  (
    'ads belkin bit broadcasthost cluster consul corp default dhcp dlink docker domain exit gateway gnu grp ' +
    'home i2p intern internal intra intranet ip6-localhost ip6-loopback k8s kube kubernetes lan local ' +
    'localdomain localdomain4 localdomain6 localhost localhost4 localhost6 localnet lokal loopback lxd mail ' +
    'msft node nomad novalocal openstacklocal pod private router server svc sys tailnet test tor unifi vpn wg ' +
    'workgroup zkey zyxel'
  ).split(' '),
);

/** Last labels that never lead anywhere over HTTPS (RFC 6761, 7686, 9476). */
const deadSuffixes: ReadonlySet<string> = new Set(['alt', 'arpa', 'invalid', 'onion']);

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

export type HostNameVerdict =
  /** `local`: reserved for local networks; good only if every address it leads to was opened by the operator. */
  { readonly ok: true; readonly local: boolean } | { readonly ok: false; readonly rule: FormRule };

/** Classifies a host name as the URL parser returns it: lower case, ASCII, not an IP literal. */
export function checkHostName(name: string): HostNameVerdict {
  if (name.endsWith('.')) return { ok: false, rule: 'trailing-dot' };
  const labels = name.split('.');
  if (name.length > 253 || !labels.every((part) => label.test(part))) return { ok: false, rule: 'malformed-host' };
  const last = labels.at(-1) ?? '';
  // No domain ends in digits and hyphens alone, and parsers differ about what such a name is.
  if (!/[a-z]/.test(last)) return { ok: false, rule: 'malformed-host' };
  const isMetadata = [...metadataNames].some((metadata) => name === metadata || name.endsWith(`.${metadata}`));
  if (isMetadata || isMetadataOnInternal(labels)) return { ok: false, rule: 'metadata-name' };
  if (name === 'home.arpa' || name.endsWith('.home.arpa')) return { ok: true, local: true };
  if (deadSuffixes.has(last)) return { ok: false, rule: 'reserved-name' };
  return { ok: true, local: labels.length === 1 || localSuffixes.has(last) };
}

/** metadata.google.internal, metadata.azure.internal, instance-data.ec2.internal and whatever is built like them. */
function isMetadataOnInternal(labels: readonly string[]): boolean {
  return labels.at(-1) === 'internal' && labels.some((part) => part === 'metadata' || part === 'instance-data');
}
