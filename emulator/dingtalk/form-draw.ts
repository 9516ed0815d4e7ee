import { isRecord } from '../api.ts';
import type { FieldView, FormView } from '../form-view.ts';
import { readFormVariable } from './form-fields.ts';
import { asText, paramsOf, property, type Scope, variable } from './template-values.ts';
import type { ButtonAction, TemplateNode } from './templates.ts';

export interface PendingForm {
  view: FormView;
  action: ButtonAction;
}

/** The form component (表单组件); nothing while its variable is empty. */
export function drawForm(node: TemplateNode, scope: Scope): PendingForm | undefined {
  const { props } = node;
  const id = asText(props.id) || node.id || 'form';
  const schema = isRecord(props.formSchema) ? props.formSchema : {};
  const name = String(schema.variable ?? '');
  const isBound = schema.type === 'variableValue' && schema.variableType === 'global';
  if (!isBound || scope.types.get(name) !== 'form') {
    scope.warnings.add(`the form ${id} is bound to no variable of type form, not drawn`);
    return undefined;
  }
  const definition = variable(scope, name);
  if (definition === undefined) return undefined;
  const status = asText(property(scope, props.status));
  if (!['', 'normal', 'disabled'].includes(status)) {
    scope.warnings.add(`the form ${id} has the status ${status}, taken as normal`);
  }
  const { fields } = readFormVariable(definition);
  return {
    view: {
      key: id,
      fields: scope.oldClient ? fields.map(asOneLine) : fields,
      submitText: asText(property(scope, props.submitText)) || '提交',
      enabled: status !== 'disabled',
    },
    action: { actionIds: [id], params: paramsOf(props.params, scope) },
  };
}

/** 表单变量: TEXT_AREA and NUMBER are a line of text on clients before 7.6.35. */
function asOneLine(field: FieldView): FieldView {
  if (field.type !== 'TEXT_AREA' && field.type !== 'NUMBER') return field;
  return { ...field, oneLine: true, ...(field.value === undefined ? {} : { value: String(field.value) }) };
}
