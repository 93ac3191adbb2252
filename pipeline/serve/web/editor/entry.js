// What the console needs of CodeMirror 6, for one bundle.
export { EditorState, Compartment, StateEffect, StateField, RangeSetBuilder } from '@codemirror/state';
export { EditorView, Decoration, keymap, lineNumbers, drawSelection, highlightActiveLine, placeholder } from '@codemirror/view';
export { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
export { autocompletion, completionKeymap, closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
export { HighlightStyle, syntaxHighlighting, bracketMatching, indentUnit } from '@codemirror/language';
export { sql, SQLDialect, PostgreSQL } from '@codemirror/lang-sql';
export { tags } from '@lezer/highlight';
