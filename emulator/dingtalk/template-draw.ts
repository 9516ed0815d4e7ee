import { isRecord } from '../api.ts';
import { type Block, type ButtonView, type CardView, cardFrom } from '../drawn.ts';
import type { FormView } from '../form-view.ts';
import { drawForm } from './form-draw.ts';
import { asText, isVisible, paramsOf, property, type Scope, variable } from './template-values.ts';
import { type ButtonAction, type Template, type TemplateNode, typed } from './templates.ts';

export interface DrawnTemplate {
  card: CardView;
  actions: Map<string, ButtonAction>;
  warnings: string[];
}

type PendingButton = { view: ButtonView; action?: ButtonAction };
/** Whatever can be pressed has a key. */
type Pending = PendingButton | { view: FormView; action: ButtonAction };

/** Draws a template with one person's data, by walking the component tree of its export. */
export function drawTemplate(
  template: Template,
  data: Readonly<Record<string, string>>,
  { oldClient }: { oldClient: boolean } = { oldClient: false },
): DrawnTemplate {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(data)) values[name] = typed(template.variables.get(name), value);
  const scope: Scope = { data: values, types: template.variables, oldClient, warnings: new Set() };
  const buttons: Pending[] = [];
  const blocks = template.tree.flatMap((node) => drawNode(node, scope, buttons));
  const actions = giveKeys(buttons);
  const card = cardFrom({ platform: 'dingtalk', type: 'interactive', blocks });
  return { card, actions, warnings: [...scope.warnings] };
}

/** Keys are the action ids; where several buttons share one they are numbered. */
function giveKeys(buttons: readonly Pending[]): Map<string, ButtonAction> {
  const actions = new Map<string, ButtonAction>();
  const counts = new Map<string, number>();
  for (const { view } of buttons) counts.set(view.key, (counts.get(view.key) ?? 0) + 1);
  const given = new Map<string, number>();
  for (const { view, action } of buttons) {
    if ((counts.get(view.key) ?? 0) > 1) {
      const number = (given.get(view.key) ?? 0) + 1;
      given.set(view.key, number);
      view.key = `${view.key}#${number}`;
    }
    if (action) actions.set(view.key, action);
  }
  return actions;
}

function drawNode(node: TemplateNode, scope: Scope, buttons: Pending[]): Block[] {
  const { componentName, props, children } = node;
  if (!isVisible(scope, props.visible)) return [];
  const inner = () => children.flatMap((child) => drawNode(child, scope, buttons));
  const text = (value: unknown) => asText(property(scope, value));
  switch (componentName) {
    case 'Card':
    case 'Grid':
      return inner();
    case 'StdCard':
      return [{ kind: 'header', text: text(props.cardName) }, ...inner()];
    case 'CardHeaderV2':
      return [{ kind: 'header', text: text(props.title) }];
    case 'Markdown':
    case 'MarkdownBlock': {
      const content = text(props.content);
      return content === '' ? [] : [{ kind: 'markdown', text: content }];
    }
    case 'BaseText':
    case 'BaseTextBlock': {
      const content = text(props.text);
      return content === '' ? [] : [asRow(content, scope)];
    }
    case 'Divider':
    case 'DividerBlock':
      return [{ kind: 'divider' }];
    case 'Loop':
      return drawLoop(node, scope, buttons);
    case 'Form': {
      const form = drawForm(node, scope);
      if (!form) return [];
      buttons.push(form);
      return [{ kind: 'form', form: form.view }];
    }
    case 'SingleButton':
      return drawButtons([{ ...props, id: node.id }], scope, buttons, 'column');
    case 'ButtonBlock': {
      const list = Array.isArray(props.buttons) ? props.buttons.filter(isRecord) : [];
      return drawButtons(list, scope, buttons, props.direction === 'vertical' ? 'column' : 'row');
    }
    default:
      scope.warnings.add(`component ${componentName} is not drawn here`);
      return [{ kind: 'unknown', name: componentName }];
  }
}

/** Inside a Loop a line "名称：值" is read as a row, so that tests can look values up. */
function asRow(content: string, scope: Scope): Block {
  const row = scope.loop === undefined ? null : /^([^：\n]{1,20})：([\s\S]*)$/.exec(content);
  return row ? { kind: 'row', label: row[1] ?? '', value: row[2] ?? '' } : { kind: 'text', text: content };
}

function drawLoop(node: TemplateNode, scope: Scope, buttons: Pending[]): Block[] {
  const source = isRecord(node.props.listData) ? node.props.listData : {};
  const list = variable(scope, String(source.variable ?? ''), source.variableType);
  if (!Array.isArray(list)) return [];
  return list.flatMap((loop: unknown) =>
    node.children.flatMap((child) => drawNode(child, { ...scope, loop }, buttons)),
  );
}

function drawButtons(
  list: readonly Record<string, unknown>[],
  scope: Scope,
  buttons: Pending[],
  direction: 'row' | 'column',
): Block[] {
  const views = list.flatMap((props): ButtonView[] => {
    if (!isVisible(scope, props.visible)) return [];
    const pending = drawButton(props, scope);
    buttons.push(pending);
    return [pending.view];
  });
  return views.length > 0 ? [{ kind: 'buttons', direction, buttons: views }] : [];
}

// A guess: the editor's colour names are seen in exports, how a client draws them is not documented.
const STYLES: Record<string, ButtonView['style']> = { blue: 'primary', red: 'danger' };

function drawButton(props: Record<string, unknown>, scope: Scope): PendingButton {
  const text = (value: unknown) => asText(property(scope, value));
  const actionId = text(props.actionId) || asText(props.id) || 'button';
  const view: ButtonView = {
    key: actionId,
    text: text(props.text),
    enabled: text(props.status) !== 'disabled',
    style: STYLES[text(props.color)] ?? 'plain',
  };
  switch (props.actionType) {
    case 'request':
      return { view, action: { actionIds: [actionId], params: paramsOf(props.params, scope) } };
    case 'url':
    case 'openLink':
      view.url = text(props.url);
      return { view };
    default:
      scope.warnings.add(`button action ${String(props.actionType)} is not played here`);
      view.enabled = false;
      return { view };
  }
}
