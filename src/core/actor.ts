/** stranger: unknown, or known but bound to nothing. contact: speaks for enterprises. officer: works at the bureau. */
export type Role = 'stranger' | 'contact' | 'officer';

export interface EnterpriseRef {
  id: string;
  /** Full name. */
  name: string;
}

/** Who speaks. */
export interface Actor {
  role: Role;
  name: string | null;
  /** The enterprises this person speaks for. */
  enterprises: readonly EnterpriseRef[];
}

export const stranger: Actor = { role: 'stranger', name: null, enterprises: [] };
