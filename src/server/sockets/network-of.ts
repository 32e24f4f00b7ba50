/** Who is likely to be one and the same: an IPv4 address, or the /64 of which IPv6 gives a customer the whole. */
import ipaddr from 'ipaddr.js';

/** @returns the same text for addresses of one network; an empty one for what is no address */
export function networkOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return '';
  const ip = ipaddr.process(address); // ::ffff:192.0.2.1 is an IPv4 address
  return ip.kind() === 'ipv4' ? ip.toString() : ip.toByteArray().slice(0, 8).join(':');
}
