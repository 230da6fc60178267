/**
 * Whom an address belongs to, for counting: an IPv4 address as it is, an IPv6 address by its first 64 bits, because a
 * home or a server has 2^64 of them and could use a new one for every try.
 */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = '', tail] = ip.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = groupsOf(head);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - groupsOf(tail).length);
  const groups = [...before, ...Array<string>(missing).fill('0'), ...groupsOf(tail ?? '')];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

function groupsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}
