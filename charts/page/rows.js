// Reads JSON that is gzipped and in base64.
async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

// Reads the packed list into columns.
async function unpackList(element) {
  const list = await unpack(element.textContent.trim());
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

// A cell of a CSV file. A text that a spreadsheet would run as a formula gets an apostrophe in front.
function csvCell(cell, isText) {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  let text = String(cell);
  if (isText && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  if (!/[",\r\n]|^\s/.test(text) && text !== '\\.') return text;
  return '"' + text.replaceAll('"', '""') + '"';
}

// Rows as CSV (RFC 4180) with a header and LF line ends, like the files beside this page.
function csvText(list, rows) {
  const columns = list.order.filter((column) => column.download);
  const lines = [columns.map((column) => csvCell(column.name, true)).join(',')];
  for (const row of rows) {
    lines.push(columns.map((column) => csvCell(column.cells[row], column.kind === 'text')).join(','));
  }
  return lines.join('\n') + '\n';
}
