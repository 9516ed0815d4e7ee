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
