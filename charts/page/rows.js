// Reads the packed list: base64 of gzip of JSON, by columns.
async function unpackList(element) {
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const list = JSON.parse(await new Response(stream).text());
  const columns = {};
  for (const column of list.columns) {
    let before = 0;
    column.cells = (column.at || column.values || []).map((value) => {
      if (column.kind === 'text') return value < 0 ? null : column.words[value];
      if (value === null) return null;
      if (column.kind === 'truth') return value === 1;
      if (column.kind === 'number') return value;
      before += value;
      return new Date(before * 86400000).toISOString().slice(0, 10);
    });
    columns[column.name] = column.cells;
  }
  return { length: list.rows, columns, order: list.columns };
}

// Folds case and accents, so that a search finds both.
const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

// One text for each row, in which words are searched.
function searchTexts(list) {
  const searched = list.order.filter((column) => column.kind === 'text' || column.kind === 'day').map((column) => column.cells);
  const texts = [];
  for (let row = 0; row < list.length; row++) {
    texts.push(fold(searched.map((cells) => cells[row] ?? '').join('\n')));
  }
  return texts;
}

// Splits a search into words; what stands in double quotes stays together.
function searchWords(query) {
  return [...query.matchAll(/"([^"]*)"?|\S+/g)].map((match) => fold(match[1] ?? match[0])).filter((word) => word !== '');
}

// The rows, by place, that meet a filter, in the order of the list.
function filterRows(list, texts, filter) {
  const { columns } = list;
  const words = searchWords(filter.q);
  const least = filter.min === '' ? null : Number(filter.min.replace(/[,\s]/g, ''));
  const isOne = (cell, wanted) => wanted === '' || (wanted === '-' ? cell === null : cell === wanted);
  const isAmong = (cell, wanted) => wanted === '' || (wanted === '-' ? cell === null : cell !== null && cell.split(', ').includes(wanted));
  const found = [];
  for (let row = 0; row < list.length; row++) {
    const status = columns.status[row];
    if (filter.status === '' ? status === 'no longer listed' : filter.status !== 'any' && status !== filter.status) continue;
    if (filter.year !== '' && !columns.submitted_on[row]?.startsWith(filter.year)) continue;
    if (!isOne(columns.state[row], filter.state) || !isOne(columns.entity_type[row], filter.entity)) continue;
    if (!isOne(columns.origin[row], filter.origin)) continue;
    if (!isAmong(columns.breach_types[row], filter.type) || !isAmong(columns.locations[row], filter.location)) continue;
    if (least !== null && !Number.isNaN(least) && !(columns.individuals[row] >= least)) continue;
    if (words.every((word) => texts[row].includes(word))) found.push(row);
  }
  return found;
}

// Sorts rows by a column, keeping the order of the list among equals.
function sortRows(list, rows, sort) {
  const isDescending = sort.startsWith('-');
  const cells = list.columns[sort.replace('-', '')];
  if (!cells) return rows;
  return rows.toSorted((a, b) => compareValues(cells[a], cells[b], isDescending ? -1 : 1) || a - b);
}

// A cell of a CSV file. What a spreadsheet would run as a formula gets an apostrophe in front.
function csvCell(cell, isText) {
  if (cell === null) return '';
  let text = String(cell);
  if (isText && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  if (!/[",\r\n]|^\s/.test(text) && text !== '\\.') return text;
  return '"' + text.replaceAll('"', '""') + '"';
}

// Rows as RFC 4180 with LF line ends and a header, as the files beside this page have them.
function csvText(list, rows) {
  const columns = list.order.filter((column) => column.download);
  const lines = [columns.map((column) => csvCell(column.name, true)).join(',')];
  for (const row of rows) {
    lines.push(columns.map((column) => csvCell(column.cells[row], column.kind === 'text')).join(','));
  }
  return lines.join('\n') + '\n';
}
