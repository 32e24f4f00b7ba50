/** URLs that a webhook must not have, made by the hundred from places, disguises and tricks of parsers. */
import { embeddingsOf, lookAlikesOf, notationsOf, percentEncode, percentFormsOf } from './disguises.ts';

/** One of each kind that is not public, and what clouds answer on. */
export const internalAddresses = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '169.254.170.2',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '0.0.0.0',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
] as const;

export const internalAddresses6 =
  `:: ::1 fc00::1 fd00::1 fd12:3456::7 fdff::1 fe80::1 febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff0e::1 100::1 100:0:0:1::1
  2001:db8::1 3fff::1 5f00::1 2001:2::1 2001:10::1 2001:20::1 2001:30::1 2001:1::1 2001:3::1 2001:4:112::1 2620:4f:8000::1 1::1 4000::1
  6000::1 8000::1 a000::1 c000::1 e000::1 f000::1 200::1 400::1 3ffe::1 fd00:ec2::254 fd00:ec2::23 fd20:ce::254 fd00:42::42
  fd00:c1::a9fe:a9fe fd00:a9fe:a9fe::1`.split(/\s+/);

/** Addresses that are public: hosts to dress something bad in. */
const publicHost = 'hooks.example.com';

const every = <A, B>(list: readonly A[], make: (item: A) => readonly B[]): B[] => list.flatMap(make);

function localNames(): string[] {
  const names =
    `localhost localhost.localdomain localhost6 ip6-localhost broadcasthost intranet router db.internal erp.corp nas.lan
    printer.local files.home x.home.arpa kubernetes.default.svc kubernetes.default.svc.cluster.local host.docker.internal app.test
    x.invalid x.onion x.alt 1.0.0.127.in-addr.arpa wiki.intra x.private y.workgroup a.localhost localhost4.localdomain4
    localhost6.localdomain6 x.localnet kubernetes.default vm.openstacklocal vm.novalocal nas.unifi x.gateway x.dhcp c1.lxd job.nomad x.intern
    x.belkin x.dlink x.zyxel x.lokal x.vpn x.tailnet x.i2p x.exit x.bit x.gnu x.tor db.k8s a.node a.pod loopback x.ip6.arpa
    kubernetes.docker.internal host.containers.internal ip-10-0-0-1.ec2.internal vault.service.consul`.split(/\s+/);
  const metadata =
    `metadata metadata.google.internal metadata.goog instance-data instance-data.ec2.internal metadata.azure.internal
    metadata.tencentyun.com metadata.packet.net metadata.platformequinix.com rancher-metadata metadata.service.consul
    a.metadata.google.internal metadata.cloud.ibm.com`.split(/\s+/);
  return every([...names, ...metadata], (name) => [
    name,
    name.toUpperCase(),
    `${name}.`,
    `${name}..`,
    `x.${name}`,
    name.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(0xff41 + letter.charCodeAt(0) - 97)),
    name.replaceAll('.', '。'),
    percentEncode(name),
    `${name}\u00ad`,
    name.replace('s', 'ſ').replace('k', 'K'),
  ]).filter((name) => name !== '');
}

/** Everything around an authority that makes two parsers see two hosts. */
function confusions(): string[] {
  const inside = ['127.0.0.1', '169.254.169.254', 'localhost', '[::1]'];
  return every(inside, (host) => [
    `https://${publicHost}@${host}/`,
    `https://${host}@${publicHost}/`,
    `https://${publicHost}:443@${host}/`,
    `https://${publicHost}%40${host}/`,
    `https://a:b@${publicHost}/`,
    `https://@${host}/`,
    `https://${publicHost}\\@${host}/`,
    `https://${host}\\@${publicHost}/`,
    `https://${host}#@${publicHost}/`,
    `https://${publicHost}#@${host}/`,
    `https://${host}\\.${publicHost}/`,
    `https:\\\\${host}\\`,
    `https:/${host}/`,
    `https:${host}/`,
    `https:///${host}/`,
    `https:////${host}/`,
    `//${host}/`,
    `/${host}/`,
    `${host}`,
    `https://${host}:443:8443/`,
    `https://${host}:@${publicHost}/`,
    `https://${publicHost} @${host}/`,
    `https://${publicHost}\t@${host}/`,
    `https://${publicHost}\r\n@${host}/`,
    `https://${publicHost}\0@${host}/`,
    ` https://${host}/`,
    `https://${host}/ `,
    `\u0001https://${host}/`,
    `ht\ntps://${publicHost}/`,
    `https://\n${publicHost}/`,
    `https://${publicHost}\n/`,
    `https://${publicHost}/\u0000`,
    `https://${publicHost}/\u202e`,
    `https://${publicHost}/\ud800`,
    `url:https://${host}/`,
    `https:https://${host}/`,
    `https://https://${host}/`,
    `https://${publicHost}/#${host}`,
    `https://${host}⁄@${publicHost}/`,
    `https://${publicHost}／@${host}/`,
    `https://${host}；${publicHost}/`,
    `https://${host},${publicHost}/`,
    `https://${host}|${publicHost}/`,
    `https://[${publicHost}]/`,
    `https://${publicHost}[/`,
    `https://${publicHost}]/`,
  ]);
}

function schemes(): string[] {
  const names =
    'ftp ftps file gopher dict ldap ldaps jar netdoc ws wss data javascript blob mailto tel ssh telnet sftp tftp smb nfs redis mysql postgresql ' +
    'mongodb unix http+unix phar php zip expect ogg view-source about chrome httpss https+x http-x h2 quic';
  return every(names.split(' '), (name) => [
    `${name}://${publicHost}/`,
    `${name}:${publicHost}`,
    `${name.toUpperCase()}://127.0.0.1/`,
    `${name}:https://${publicHost}/`,
  ]);
}

/** WHATWG fetch, "port blocking", above 1023. */
const blockedPorts = [
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

function ports(): string[] {
  const low = Array.from({ length: 1024 }, (_, port) => port).filter((port) => port !== 443 && port !== 80);
  const odd = [
    '',
    '00443',
    '0443',
    '+443',
    '-443',
    '4 43',
    '443a',
    '0x1bb',
    '65536',
    '99999',
    '443.0',
    '４４３',
    '%34%34%33',
    '1e3',
    '443,8443',
    '443/',
  ];
  return [...low, ...blockedPorts, ...odd.filter((port) => port !== '443/')].map(
    (port) => `https://${publicHost}:${port}/`,
  );
}

function malformed6(): string[] {
  const texts =
    '[::1 ::1] [] [:] [:::] [::1%25eth0] [fe80::1%25eth0] [fe80::1%eth0] [::1%1] [1::2::3] [12345::] [::g] [v1.x] [::1]x [::1].example.com ' +
    '[127.0.0.1] [1:2:3:4:5:6:7] [1:2:3:4:5:6:7:8:9] [::1.2.3] [::1.2.3.4.5] [::256.1.1.1] [::01.2.3.4] [[::1]] [::1]] [::1]:x [::1]: ::1 fe80::1';
  return texts.split(' ').map((host) => `https://${host}/`);
}

/** By class; every URL must be refused by its form alone, whether plain HTTP is allowed or not. */
export const hostileUrls: Readonly<Record<string, readonly string[]>> = {
  'URLs: IPv4 in other notations': withSchemes(every(internalAddresses, notationsOf)),
  'URLs: IPv4 in look-alike characters': withSchemes(every(internalAddresses, lookAlikesOf)),
  'URLs: percent-encoded hosts': withSchemes(every(internalAddresses, percentFormsOf)),
  'URLs: IPv4 inside IPv6': withSchemes(
    every([...internalAddresses, '8.8.8.8', '93.184.215.14'], embeddingsOf).map((ip) => `[${ip}]`),
  ),
  'URLs: IPv6 that is not public': withSchemes(every(internalAddresses6, spellingsOf).map((ip) => `[${ip}]`)),
  'URLs: malformed IPv6': malformed6(),
  'URLs: local and metadata names': withSchemes(localNames()),
  'URLs: parser confusion': confusions(),
  'URLs: schemes': schemes(),
  'URLs: ports': ports(),
};

function withSchemes(hosts: readonly string[]): string[] {
  return every([...new Set(hosts)], (host) => [`https://${host}/`, `http://${host}/`, `https://${host}:8443/a?b=c`]);
}

/** The same address with zeros written out, and in capitals. */
function spellingsOf(ip: string): string[] {
  const [start = '', end = ''] = ip.split('::');
  const left = start === '' ? [] : start.split(':');
  const right = end === '' ? [] : end.split(':');
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return [ip, ip.toUpperCase(), groups.join(':'), groups.map((group) => group.padStart(4, '0')).join(':')];
}

/** URLs that are all right: a guard that refuses everything would be no guard. */
export function harmlessUrls(): string[] {
  const hosts = [
    publicHost,
    'HOOKS.Example.COM',
    'a.b.c.d.example.com',
    'xn--bcher-kva.example',
    'bücher.example',
    'my_host.example.com',
    '1a.example.com',
    '3com.com',
    'internal.example.com',
    'localhost.example.com',
    'metadata.example.com',
    '8.8.8.8',
    '93.184.215.14',
    '[2606:4700:4700::1111]',
    '[2A00:1450:4001:82B::200E]',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '223.255.255.254',
    '11.0.0.1',
    '169.253.1.1',
    '192.169.0.1',
    'test.com',
    'local.example.org',
    '例え.テスト.com',
  ];
  const rests = ['', ':443', ':1024', ':8443', ':4443', ':65535'];
  const paths = ['/', '/hooks/a%20b?c=d&e=%00', '?u=http://127.0.0.1/&p=a@b', '/../..//x', '/ünï?q=ö'];
  return every(hosts, (host) => every(rests, (rest) => paths.map((path) => `https://${host}${rest}${path}`)));
}
