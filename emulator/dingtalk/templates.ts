import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isRecord } from '../api.ts';

const VariableSchema = z.object({ name: z.string(), type: z.string(), private: z.boolean().optional() });
const NodeSchema: z.ZodType<TemplateNode> = z.lazy(() =>
  z.object({
    componentName: z.string(),
    id: z.string().optional(),
    props: z.record(z.string(), z.unknown()).default({}),
    children: z.array(NodeSchema).default([]),
  }),
);
const EditorDataSchema = z.object({
  schema: z.object({ componentsTree: z.union([z.array(NodeSchema), NodeSchema]) }),
  variableList: z.array(VariableSchema).default([]),
});

/** What a button sends: ids of the component and the parameters of its request action (回传请求). */
export interface ButtonAction {
  actionIds: string[];
  params: Record<string, unknown>;
}

export interface TemplateNode {
  componentName: string;
  id?: string | undefined;
  props: Record<string, unknown>;
  children: TemplateNode[];
}

export interface Template {
  id: string;
  published: boolean;
  /** Variable name → type as the editor names it. */
  variables: Map<string, string>;
  tree: TemplateNode[];
}

/** Reads an exported template as it is imported on the card platform: `editorData` is JSON within JSON. */
export function loadTemplate(entry: { id: string; file: string; published: boolean }): Template {
  const outer = z.object({ editorData: z.string() }).parse(JSON.parse(readFileSync(entry.file, 'utf8')));
  const editor = EditorDataSchema.parse(JSON.parse(outer.editorData));
  const { componentsTree } = editor.schema;
  return {
    id: entry.id,
    published: entry.published,
    variables: new Map(editor.variableList.map((variable) => [variable.name, variable.type])),
    tree: Array.isArray(componentsTree) ? componentsTree : [componentsTree],
  };
}

/**
 * Whether a text fits the type of its template variable (卡片数据的填写说明): real clients show nothing or
 * "[Object Object]" otherwise, which no test would notice.
 */
export function misfit(type: string, value: string): string | undefined {
  switch (type) {
    case 'string':
    case 'markdown':
      return undefined;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? undefined : 'is no number';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'is neither "true" nor "false"';
    case 'loopArray':
      return isJson(value, (json) => isList(json, isRecord)) ? undefined : 'is no JSON list of objects';
    case 'numberArray':
      return isJson(value, (json) => isList(json, (one) => typeof one === 'number'))
        ? undefined
        : 'is no JSON list of numbers';
    case 'stringArray':
      return isJson(value, (json) => isList(json, (one) => typeof one === 'string'))
        ? undefined
        : 'is no JSON list of texts';
    case 'form':
      // Without a text there is no form to draw.
      return value === '' || isJson(value, (json) => isRecord(json) && isList(json.fields, isRecord))
        ? undefined
        : 'is no {fields: […]} of objects';
    default:
      return isJson(value, (json) => typeof json === 'object' && json !== null) ? undefined : 'is no JSON object';
  }
}

/** A value as the template sees it: texts stay texts, everything else is parsed. */
export function typed(type: string | undefined, value: string): unknown {
  if (type === 'form' && value === '') return undefined;
  return type === undefined || type === 'string' || type === 'markdown' ? value : JSON.parse(value);
}

function isList(json: unknown, test: (one: unknown) => boolean): boolean {
  return Array.isArray(json) && json.every(test);
}

function isJson(text: string, test: (json: unknown) => boolean): boolean {
  try {
    return test(JSON.parse(text));
  } catch {
    return false;
  }
}
