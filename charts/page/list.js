const filterNames = ['q', 'year', 'state', 'type', 'location', 'entity', 'origin', 'status', 'min', 'sort'];
const newestFirst = '-submitted_on';
const shownColumns = [
  { title: 'Name', sort: 'entity_name', kind: 'name' },
  { title: 'State', sort: 'state' },
  { title: 'Submitted', sort: 'submitted_on', kind: 'day' },
  { title: 'Individuals', sort: 'individuals', kind: 'number' },
  { title: 'Type, location', sort: 'breach_types' },
  { title: 'Origin, and what decided', sort: 'origin', kind: 'deciding' },
  { title: 'Status', sort: 'status' },
];
const wholeNumbers = new Intl.NumberFormat('en-US');
const plural = (count, one, many) => wholeNumbers.format(count) + ' ' + (count === 1 ? one : many);

function addOptions(select, pairs) {
  for (const [value, label] of pairs) {
    const option = document.createElement('option');
    option.value = value;
    option.textContent = label;
    select.append(option);
  }
}

// The distinct texts of a column, in order; of lists, their parts.
function distinct(cells, isList) {
  const parts = new Set(cells.filter((cell) => cell !== null).flatMap((cell) => (isList ? cell.split(', ') : [cell])));
  return [...parts].sort(textOrder.compare).map((text) => [text, text]);
}

function fillFilters(form, columns) {
  const blank = (cells, label) => (cells.includes(null) ? [['-', label]] : []);
  const years = [...new Set(columns.submitted_on.map((day) => day.slice(0, 4)))].sort().reverse().map((year) => [year, year]);
  addOptions(form.year, [['', 'All'], ...years]);
  addOptions(form.state, [['', 'All'], ...distinct(columns.state), ...blank(columns.state, 'Not stated')]);
  addOptions(form.type, [['', 'All'], ...distinct(columns.breach_types, true), ...blank(columns.breach_types, 'Not stated')]);
  addOptions(form.location, [['', 'All'], ...distinct(columns.locations, true), ...blank(columns.locations, 'Not stated')]);
  addOptions(form.entity, [['', 'All'], ...distinct(columns.entity_type), ...blank(columns.entity_type, 'Not stated')]);
  addOptions(form.origin, [['', 'All'], ...distinct(columns.origin), ...blank(columns.origin, 'Undetermined')]);
  const gone = columns.status.includes('no longer listed') ? [['any', 'Listed or not']] : [];
  addOptions(form.status, [['', 'Listed now'], ...distinct(columns.status), ...gone]);
  const orders = [['-submitted_on', 'Newest first'], ['submitted_on', 'Oldest first'], ['-individuals', 'Most individuals'], ['individuals', 'Fewest individuals'],
    ['entity_name', 'Name, A to Z'], ['-entity_name', 'Name, Z to A']];
  for (const { title, sort } of shownColumns) {
    if (!orders.some(([value]) => value.replace('-', '') === sort)) orders.push([sort, title + ', A to Z'], ['-' + sort, title + ', Z to A']);
  }
  addOptions(form.sort, orders);
}

// The filter in the address, such as #q=clinic&year=2023; null where the address is no filter.
function filterOfAddress() {
  const hash = location.hash.slice(1);
  return hash.includes('=') ? new URLSearchParams(hash) : null;
}

function part(tag, text, className) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(text);
  return element;
}

// The words around those that decided, with them marked.
function excerptOf(excerpt, evidence) {
  const small = part('small', '');
  const shown = excerpt ?? evidence;
  const at = evidence === null ? -1 : shown.toLowerCase().indexOf(evidence);
  if (at < 0) {
    small.append(shown);
    return small;
  }
  const end = at + evidence.length;
  small.append(shown.slice(0, at), part('mark', shown.slice(at, end)), shown.slice(end));
  return small;
}

function rowElement(list, row) {
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
  const stated = (text) => text ?? 'not stated';
  const associate = columns.has_business_associate[row];
  const involved = associate === null ? 'business associate: not stated' : associate ? 'business associate involved' : 'no business associate';
  add(0, columns.entity_name[row], part('small', stated(columns.entity_type[row]) + ' · ' + involved));
  add(1, stated(columns.state[row]));
  add(2, columns.submitted_on[row]);
  add(3, columns.individuals[row] === null ? 'not stated' : wholeNumbers.format(columns.individuals[row]));
  add(4, stated(columns.breach_types[row]), part('small', stated(columns.locations[row])));
  const origin = columns.origin[row];
  const cause = columns.cause[row];
  const basis = columns.origin_basis[row] === 'type' ? ' (by the portal’s type and location alone)' : '';
  const deciding = [origin === null ? 'undetermined' : origin + (cause === null ? '' : ': ' + cause) + basis];
  if (columns.origin_evidence[row] !== null && columns.origin_basis[row] !== 'type') deciding.push(excerptOf(columns.excerpt[row], columns.origin_evidence[row]));
  add(5, ...deciding);
  add(6, columns.status[row]);
  return line;
}

function startList(list) {
  const { columns } = list;
  const texts = searchTexts(list);
  const element = (id) => document.getElementById(id);
  const form = element('filters').elements;
  const table = element('breaches-table');
  const headings = shownColumns.map(({ title, kind }) => {
    const heading = part('th', title, kind === 'number' ? 'number' : '');
    heading.scope = 'col';
    heading.setAttribute('role', 'columnheader');
    table.tHead.rows[0].append(heading);
    return heading;
  });
  let filter = {};
  let found = [];
  let page = 0;
  let telling = 0;
  fillFilters(form, columns);

  const size = () => Number(element('page-size').value);
  const pages = () => Math.max(1, Math.ceil(found.length / size()));

  function showPage() {
    page = Math.min(page, pages() - 1);
    const first = page * size();
    const shown = found.slice(first, first + size());
    table.tBodies[0].replaceChildren(...shown.map((row) => rowElement(list, row)));
    element('page-now').textContent = found.length === 0 ? 'No rows' :
      `${wholeNumbers.format(first + 1)}–${wholeNumbers.format(first + shown.length)} of ${wholeNumbers.format(found.length)}`;
    for (const id of ['page-first', 'page-before']) element(id).disabled = page === 0;
    for (const id of ['page-next', 'page-last']) element(id).disabled = page >= pages() - 1;
  }

  // Applies the filter of the form: rows, sums, address. What changed is announced once typing rests.
  function apply(isTyped) {
    filter = Object.fromEntries(filterNames.map((name) => [name, form[name].value.trim()]));
    found = sortRows(list, filterRows(list, texts, filter), filter.sort);
    let individuals = 0;
    let without = 0;
    for (const row of found) {
      if (columns.individuals[row] === null) without++;
      else individuals += columns.individuals[row];
    }
    const sum = plural(found.length, 'breach', 'breaches') + ', ' + plural(individuals, 'individual', 'individuals') +
      (without > 0 ? ' (' + plural(without, 'breach states', 'breaches state') + ' no number)' : '');
    element('result-sum').textContent = sum;
    clearTimeout(telling);
    telling = setTimeout(() => { element('result-status').textContent = sum; }, 500);
    headings.forEach((heading, at) => {
      const { sort } = shownColumns[at];
      if (filter.sort.replace('-', '') !== sort) heading.removeAttribute('aria-sort');
      else heading.setAttribute('aria-sort', filter.sort.startsWith('-') ? 'descending' : 'ascending');
    });
    page = 0;
    showPage();
    if (isTyped) keepAddress();
  }

  function keepAddress() {
    const kept = new URLSearchParams(filterNames.filter((name) => filter[name] !== '' && !(name === 'sort' && filter.sort === newestFirst)).map((name) => [name, filter[name]]));
    try {
      history.replaceState(null, '', '#' + (kept.toString() || 'all-breaches'));
    } catch {
      // Some browsers keep the address of a file as it is; the filter works without.
    }
  }

  // Takes the filter of the address; a value that the list does not have counts as none.
  function readAddress() {
    const asked = filterOfAddress();
    for (const name of filterNames) {
      const control = form[name];
      const value = asked?.get(name) ?? '';
      control.value = value;
      if (control.tagName === 'SELECT' && control.selectedIndex < 0) control.selectedIndex = 0;
    }
    if (form.sort.value === '') form.sort.value = newestFirst;
    apply(false);
    if (asked) element('all-breaches').scrollIntoView({ behavior: 'instant' });
  }

  headings.forEach((heading, at) => {
    const { sort, kind } = shownColumns[at];
    sortButton(heading, () => {
      const before = heading.getAttribute('aria-sort');
      const isDescending = before ? before === 'ascending' : kind === 'number' || kind === 'day';
      form.sort.value = (isDescending ? '-' : '') + sort;
      apply(true);
    });
  });
  element('filters').addEventListener('input', () => apply(true));
  element('filters').addEventListener('submit', (event) => event.preventDefault());
  element('clear-filters').addEventListener('click', () => {
    element('filters').reset();
    apply(true);
    form.q.focus();
  });
  const turn = (to) => () => {
    page = to();
    showPage();
    element('breaches-section').scrollIntoView({ behavior: 'instant' });
  };
  element('page-first').addEventListener('click', turn(() => 0));
  element('page-before').addEventListener('click', turn(() => page - 1));
  element('page-next').addEventListener('click', turn(() => page + 1));
  element('page-last').addEventListener('click', turn(() => pages() - 1));
  element('page-size').addEventListener('change', turn(() => 0));
  element('download-rows').addEventListener('click', () => {
    const link = document.createElement('a');
    const address = URL.createObjectURL(new Blob([csvText(list, found)], { type: 'text/csv;charset=utf-8' }));
    link.href = address;
    link.download = 'breaches.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
  addEventListener('hashchange', () => { if (filterOfAddress()) readAddress(); });
  element('list-app').hidden = false;
  readAddress();
}
