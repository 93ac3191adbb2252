// The console with an editor: the form works without it.
import {
  EditorState, EditorView, Decoration, HighlightStyle, PostgreSQL, SQLDialect, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection, history, historyKeymap, indentUnit, keymap, lineNumbers,
  sql, syntaxHighlighting, tags,
} from './codemirror.js';

const form = document.getElementById('ask');
const field = document.getElementById('q');

// What DuckDB has beside the words of PostgreSQL, which its SQL follows.
const duckdb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: PostgreSQL.spec.keywords + ' exclude replace qualify pivot unpivot asof semi anti summarize describe positional',
  builtin: (PostgreSQL.spec.builtin || '') + ' count sum avg min max median mode quantile_cont any_value arg_max max_by min_by list_contains list_sort unnest strftime date_trunc date_diff contains regexp_matches array_to_string coalesce nullif round len',
});

// Colours are those of the page, so that they follow light and dark.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--link)', fontWeight: 'bold' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--accent)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--soft)', fontStyle: 'italic' },
]);

const look = EditorView.theme({
  '&': { fontSize: '.875rem', backgroundColor: 'var(--paper)', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: '"Liberation Mono", Consolas, Menlo, monospace', lineHeight: '1.5', minHeight: '14rem', maxHeight: '60vh' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '.5rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--soft)', border: 'none' },
  '.cm-wrong': { backgroundColor: 'var(--mark)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { background: 'color-mix(in srgb, var(--link) 30%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--ink)', border: '1px solid var(--edge)', maxWidth: '30rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--link)', color: 'var(--paper)' },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal', opacity: '.85' },
  '.cm-completionInfo': { padding: '.4rem .6rem', whiteSpace: 'pre-line' },
});

// The tree that completion walks: schema, table, column, each with its comment.
function namespace(tables) {
  const schemas = {};
  const firstLine = (text) => text.split('\n')[0];
  for (const table of tables) {
    const columns = table.columns.map((column) => ({ label: column.name, type: 'property', detail: column.type, info: column.comment || undefined }));
    schemas[table.schema] ||= { self: { label: table.schema, type: 'namespace' }, children: {} };
    schemas[table.schema].children[table.name] = {
      self: {
        label: table.name, type: table.parameters ? 'function' : 'type', info: firstLine(table.comment) || undefined,
        detail: table.parameters ? '(' + table.parameters.join(', ') + ')' : undefined,
      },
      children: columns,
    };
  }
  return schemas;
}

// Every column by its name alone, so that it is offered before the table is named.
function loose(tables) {
  const known = new Map();
  for (const table of tables) {
    for (const column of table.columns) {
      if (!known.has(column.name)) {
        known.set(column.name, { label: column.name, type: 'property', detail: table.schema + '.' + table.name, info: column.comment || undefined, boost: -1 });
      }
    }
  }
  const options = [...known.values()];
  return (context) => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word && !context.explicit || context.matchBefore(/\.\w*/)) return null;
    return { from: word ? word.from : context.pos, options, validFor: /^\w*$/ };
  };
}

function wrongLine(state) {
  const number = Number(form.dataset.line);
  if (!number || number > state.doc.lines) return Decoration.none;
  return Decoration.set(Decoration.line({ class: 'cm-wrong', attributes: { 'aria-invalid': 'true' } }).range(state.doc.line(number).from));
}

function ask() {
  form.requestSubmit(form.querySelector('button'));
  return true;
}

function start(tables) {
  const language = sql({ dialect: duckdb, schema: namespace(tables), upperCaseKeywords: false });
  const place = document.createElement('div');
  place.className = 'editor';
  field.before(place);
  const root = place.attachShadow({ mode: 'open' }); // in it the editor's style needs no permission of the page's policy
  const inner = document.createElement('div');
  root.append(inner);
  const begun = EditorState.create({ doc: field.value });
  const wrong = wrongLine(begun);
  const editor = new EditorView({
    parent: inner,
    root,
    doc: field.value,
    extensions: [
      keymap.of([{ key: 'Mod-Enter', run: ask }, { key: 'Ctrl-Enter', run: ask }]),
      lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), indentUnit.of('    '), autocompletion({ icons: false }),
      language, language.language.data.of({ autocomplete: loose(tables) }),
      syntaxHighlighting(colours), look,
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': 'One select of DuckDB’s SQL', spellcheck: 'false', autocapitalize: 'off' }),
      EditorView.decorations.compute(['doc'], (state) => (state.doc.eq(begun.doc) ? wrong : Decoration.none)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
    ],
  });
  field.hidden = true;
  field.required = false; // a hidden field cannot say what it wants
  for (const listing of document.querySelectorAll('.numbered')) listing.hidden = true; // the editor marks the line
  for (const keys of document.querySelectorAll('.keys')) keys.hidden = false;
  document.getElementById('q-label').addEventListener('click', () => editor.focus());
  const answer = document.getElementById('answer');
  if (answer) answer.focus();
  else editor.focus();
  document.documentElement.dataset.console = 'ready';
}

// A question too long for an address goes into a body.
form.addEventListener('submit', () => {
  const bytes = new TextEncoder().encode(field.value).length;
  form.method = bytes > Number(form.dataset.longest) || encodeURIComponent(field.value).length > 30000 ? 'post' : 'get';
});

fetch('/-/schema.json', { headers: { Accept: 'application/json' } })
  .then((answer) => (answer.ok ? answer.json() : []))
  .catch(() => [])
  .then(start);
