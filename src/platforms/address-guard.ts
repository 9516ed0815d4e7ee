/** Whether a call may go to an address that arrived in a callback's body. */
export type AddressGuard = (address: string) => boolean;

/**
 * Allows the origins of the configured API addresses (http too: an emulator or a relay in the office) and, over https on
 * the usual port, the platform's own hosts. Everything else could be anybody's server, or one inside the office network.
 * @param hosts the platform's domains; their subdomains count
 */
export function createAddressGuard(options: { apiUrls: readonly string[]; hosts: readonly string[] }): AddressGuard {
  const origins = new Set(options.apiUrls.map((url) => new URL(url).origin));
  return (address) => {
    if (!URL.canParse(address)) return false;
    const { origin, protocol, hostname, port, username, password } = new URL(address);
    if (username !== '' || password !== '') return false;
    if (origins.has(origin)) return true;
    const known = options.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
    return protocol === 'https:' && port === '' && known;
  };
}

/**
 * The address of a file that a platform's own interface named, over https: some name it with http, which the same servers
 * take as well with TLS (oryx-labs/oryxos#400). Null if it is neither at a configured origin nor on a public host.
 */
export function publicAddress(address: string, apiUrls: readonly string[]): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return null;
  if (apiUrls.some((one) => new URL(one).origin === url.origin)) return url.href;
  if (url.port !== '' || !/^https?:$/u.test(url.protocol) || !isPublicName(url.hostname)) return null;
  url.protocol = 'https:';
  return url.href;
}

/** A name in the public domain name system: no address, no name of the office's own. */
function isPublicName(hostname: string): boolean {
  const isName = /^(?:[a-z0-9-]+\.)+[a-z]{2,}$/u.test(hostname);
  return isName && !/\.(?:local|localhost|internal|intranet|lan|home|corp|private|arpa)$/u.test(hostname);
}
