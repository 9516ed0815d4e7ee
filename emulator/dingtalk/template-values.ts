import { isRecord } from '../api.ts';

/** What a template reads from: the card's data, and inside a Loop the present item. */
export interface Scope {
  data: Record<string, unknown>;
  loop?: unknown;
  /** Variable name → type, as the template declares them. */
  types: ReadonlyMap<string, string>;
  /** A client before 7.6.35. */
  oldClient: boolean;
  /** Things this drawing does not understand. */
  warnings: Set<string>;
}

/** `a.b[0].c` in a value. */
function dig(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined), value);
}

/** A variable by name; inside a Loop `list[0].field` (variableType loop) and `loop.field` mean the present item. */
export function variable(scope: Scope, name: string, variableType?: unknown): unknown {
  if (variableType === 'loop') return dig(scope.loop, name.replace(/^[^[.]+(\[\d+\])?\.?/, ''));
  return name === 'loop' || name.startsWith('loop.') ? dig(scope.loop, name.slice(5)) : dig(scope.data, name);
}

/** Fills `${…}`. */
export function fill(scope: Scope, text: string): string {
  return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => asText(variable(scope, name.trim())));
}

export function asText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Any property of the editor: a fixed text, a dynamicString, a value bound to a variable, or one per language. */
export function property(scope: Scope, value: unknown): unknown {
  if (typeof value === 'string') return fill(scope, value);
  if (!isRecord(value)) return value;
  if (value.valueType === 'variable' || value.type === 'variableValue') {
    return variable(scope, String(value.variable ?? ''), value.variableType);
  }
  if ('content' in value) return property(scope, value.content);
  if ('zh_Hans' in value) return property(scope, value.zh_Hans);
  return property(scope, value.value);
}

/** props.visible: missing = shown. */
export function isVisible(scope: Scope, visible: unknown): boolean {
  if (!isRecord(visible)) return visible !== false;
  if (visible.valueType !== 'condition') return property(scope, visible) !== false;
  const condition = isRecord(visible.condition) ? visible.condition : {};
  const list = Array.isArray(condition.conditions) ? condition.conditions.filter(isRecord) : [];
  if (list.length === 0) return true;
  return condition.op === 'or' ? list.some((one) => holds(scope, one)) : list.every((one) => holds(scope, one));
}

function holds(scope: Scope, condition: Record<string, unknown>): boolean {
  const left = variable(scope, String(condition.variable ?? ''), condition.variableType);
  const right =
    condition.valueType === 'variable'
      ? variable(scope, String(condition.value ?? ''), condition.valueVariableType)
      : condition.value;
  const isEmpty = left === undefined || left === null || asText(left) === '' || asText(left) === '[]';
  const length = Array.isArray(left) ? left.length : asText(left).length;
  switch (condition.op) {
    case 'isTrue':
      return left === true || left === 'true';
    case 'isFalse':
      return !(left === true || left === 'true');
    case 'equal':
      return asText(left) === asText(right);
    case 'notEqual':
      return asText(left) !== asText(right);
    case 'isEmpty':
    case 'empty':
      return isEmpty;
    case 'isNotEmpty':
    case 'notEmpty':
      return !isEmpty;
    case 'greaterThan':
      return Number(left) > Number(right);
    case 'lessThan':
      return Number(left) < Number(right);
    case 'lengthEqual':
      return length === Number(right);
    case 'lengthNotEqual':
      return length !== Number(right);
    default:
      scope.warnings.add(`unknown condition "${condition.op}", taken as true`);
      return true;
  }
}

/** Parameters of a request action (回传请求), filled in. */
export function paramsOf(params: unknown, scope: Scope): Record<string, unknown> {
  const list = Array.isArray(params) ? params.filter(isRecord) : [];
  return Object.fromEntries(
    list
      .filter((param) => typeof param.name === 'string' && param.name !== '')
      .map((param) => [
        param.name,
        param.type === 'variable'
          ? variable(scope, String(param.variable ?? ''), param.variableType)
          : property(scope, param.value),
      ]),
  );
}
