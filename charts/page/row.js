function part(tag, text, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(text);
  return element;
}

const wholeNumbers = new Intl.NumberFormat('en-US');
const plural = (count, one, many) => wholeNumbers.format(count) + ' ' + (count === 1 ? one : many);
const stated = (text) => text ?? 'not stated';

// The letters of a text, folded, and the position of each in the text.
function foldedWithPlaces(text) {
  if (/^[\x00-\x7f]*$/.test(text)) return { folded: text.toLowerCase(), places: null };
  let folded = '';
  const places = [];
  let at = 0;
  for (const letter of text) {
    const letters = fold(letter);
    for (let i = 0; i < letters.length; i++) places.push(at);
    folded += letters;
    at += letter.length;
  }
  places.push(at);
  return { folded, places };
}

// Where the words of a search occur in a text: pairs of start and end, in order and without overlap.
function occurrences(text, wanted) {
  const { folded, places } = foldedWithPlaces(text);
  const found = [];
  for (const want of wanted) {
    if (!want.words) continue;
    for (const match of folded.matchAll(want.pattern)) {
      const end = match.index + match[0].length;
      found.push(places ? [places[match.index], places[end]] : [match.index, end]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter(([start], at) => at === 0 || start >= Math.max(...found.slice(0, at).map((one) => one[1])));
}

// A text with the parts between pairs of start and end marked.
function marked(text, found) {
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const [start, end] of found) {
    parts.append(text.slice(from, start), part('mark', text.slice(start, end)));
    from = end;
  }
  parts.append(text.slice(from));
  return parts;
}

// A text with the words of a search marked.
const markWords = (text, wanted) => marked(text, occurrences(text, wanted));

// The part of a long text around a pair of start and end, on one line, with the pair marked.
function excerpt(text, [start, end]) {
  const around = 70;
  let from = Math.max(0, start - around);
  let to = Math.min(text.length, end + around);
  if (from > 0) from = text.indexOf(' ', from) < start && text.indexOf(' ', from) >= 0 ? text.indexOf(' ', from) + 1 : from;
  if (to < text.length) to = text.lastIndexOf(' ', to) >= end ? text.lastIndexOf(' ', to) : to;
  const small = part('small', from > 0 ? '… ' : '');
  small.append(text.slice(from, start), part('mark', text.slice(start, end)), text.slice(end, to) + (to < text.length ? ' …' : ''));
  return small;
}

// Where the words that decided are in a description; null if they do not occur there literally.
function decidedAt(description, evidence) {
  if (!description || evidence === null) return null;
  const at = description.replace(/\s/g, ' ').toLowerCase().indexOf(evidence);
  return at < 0 ? null : [at, at + evidence.length];
}

// Origin and cause in words.
function originWords(columns, row) {
  const basis = columns.origin_basis[row] === 'type' ? ' (by the portal’s type and location alone)' : '';
  if (columns.origin[row] === null) return 'undetermined';
  return columns.origin[row] + (columns.cause[row] === null ? '' : ': ' + columns.cause[row]) + basis;
}

// Whether a business associate was involved, in words.
function associateWords(associate) {
  if (associate === null) return 'business associate: not stated';
  return associate ? 'business associate involved' : 'no business associate';
}

// The table row of a breach, with the words of a search marked.
function rowElement(list, row, wanted) {
  const { columns } = list;
  const line = document.createElement('tr');
  line.setAttribute('role', 'row');
  const add = (index, ...content) => {
    const { title, kind } = shownColumns[index];
    const cell = document.createElement('td');
    cell.setAttribute('role', index === 0 ? 'rowheader' : 'cell');
    cell.dataset.label = title;
    if (kind) cell.className = kind;
    cell.append(...content);
    line.append(cell);
  };
  const link = part('a', markWords(columns.entity_name[row], wanted));
  link.href = '#breach-' + columns.breach_id[row];
  add(0, link, part('small', markWords(stated(columns.entity_type[row]) + (columns.has_business_associate[row] && columns.entity_type[row] !== 'Business Associate' ? ' · business associate involved' : ''), wanted)));
  const isState = wanted.some((want) => want.state || (want.words && searchText(columns.state_name[row] ?? '').includes(' ' + want.words)));
  add(1, isState && columns.state[row] !== null ? part('mark', columns.state[row]) : stated(columns.state[row]));
  add(2, markWords(columns.submitted_on[row], wanted));
  add(3, columns.individuals[row] === null ? 'not stated' : wholeNumbers.format(columns.individuals[row]));
  add(4, markWords(stated(columns.breach_types[row]), wanted), part('small', markWords(stated(columns.locations[row]), wanted)));
  const deciding = [markWords(originWords(columns, row), wanted)];
  const description = list.descriptions?.[row] ?? '';
  const found = wanted.length > 0 ? occurrences(description, wanted)[0] : undefined;
  const evidence = columns.origin_basis[row] === 'type' ? null : columns.origin_evidence[row];
  const decided = decidedAt(description, evidence);
  if (found ?? decided) deciding.push(excerpt(description, found ?? decided));
  else if (evidence !== null) deciding.push(part('small', evidence));
  add(5, ...deciding);
  add(6, columns.status[row]);
  return line;
}
