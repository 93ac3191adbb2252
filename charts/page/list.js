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
// Fills a select with pairs of value and label.
function addOptions(select, pairs) {
  for (const [value, label, name] of pairs) {
    const option = document.createElement('option');
    option.value = value;
    option.textContent = option.dataset.label = label;
    if (name) option.dataset.name = name;
    select.append(option);
  }
}

// The options of a facet, in order, with "not stated" last.
function facetOptions(facet, blank, names) {
  const values = [...facet.places.keys()].filter((value) => value !== '-').sort(textOrder.compare);
  const options = values.map((value) => [value, names?.get(value) ? value + ' · ' + names.get(value) : value, names?.get(value)]);
  return [['', 'All'], ...options, ...(facet.places.has('-') ? [['-', blank]] : [])];
}

function fillFilters(form, columns, facets) {
  const names = new Map(columns.state.map((state, row) => [state, columns.state_name[row]]));
  const years = facetOptions(facets.year, 'Not stated');
  addOptions(form.year, [years[0], ...years.slice(1).reverse()]);
  addOptions(form.state, facetOptions(facets.state, 'Not stated', names));
  for (const name of ['type', 'location', 'entity']) addOptions(form[name], facetOptions(facets[name], 'Not stated'));
  addOptions(form.origin, facetOptions(facets.origin, 'Undetermined'));
  const gone = columns.status.includes('no longer listed') ? [['any', 'Listed or not']] : [];
  const statuses = [...new Set(columns.status)].sort(textOrder.compare).map((status) => [status, status]);
  addOptions(form.status, [['', 'Listed now'], ...statuses, ...gone]);
  const orders = [['-submitted_on', 'Newest first'], ['submitted_on', 'Oldest first'], ['-individuals', 'Most individuals'], ['individuals', 'Fewest individuals'],
    ['entity_name', 'Name, A to Z'], ['-entity_name', 'Name, Z to A']];
  for (const { title, sort } of shownColumns) {
    if (!orders.some(([value]) => value.replace('-', '') === sort)) orders.push([sort, title + ', A to Z'], ['-' + sort, title + ', Z to A']);
  }
  addOptions(form.sort, orders);
}

// Writes, after each option of each filter, the number of breaches that it would give.
function showCounts(form, facets, counts) {
  for (const name of Object.keys(facets)) {
    for (const option of form[name].options) {
      if (option.value === '') continue;
      const count = counts[name][facets[name].places.get(option.value)];
      const label = option.dataset.label + ' (' + wholeNumbers.format(count) + ')';
      if (option.textContent !== label) option.textContent = label;
    }
  }
}

// The filter in the address, such as #q=clinic&year=2023; null if the address has no filter.
function filterOfAddress() {
  const hash = location.hash.slice(1);
  return hash.includes('=') ? new URLSearchParams(hash) : null;
}

function startList(list) {
  const { columns } = list;
  let texts = searchTexts(list);
  const facets = readFacets(list);
  const element = (id) => document.getElementById(id);
  const form = element('filters').elements;
  const table = element('breaches-table');
  const standingNote = element('search-note').textContent;
  const headings = shownColumns.map(({ title, kind }) => {
    const heading = part('th', title, kind === 'number' ? 'number' : '');
    heading.scope = 'col';
    heading.setAttribute('role', 'columnheader');
    table.tHead.rows[0].append(heading);
    return heading;
  });
  let filter = {};
  let found = [];
  let wanted = [];
  let page = 0;
  let announcing = 0;
  let counting = 0;
  fillFilters(form, columns, facets);

  const size = () => Number(element('page-size').value);
  const pages = () => Math.max(1, Math.ceil(found.length / size()));

  function showPage() {
    page = Math.min(page, pages() - 1);
    const first = page * size();
    const shown = found.slice(first, first + size());
    table.tBodies[0].replaceChildren(...shown.map((row) => rowElement(list, row, wanted)));
    element('page-now').textContent = found.length === 0 ? 'No rows' :
      `${wholeNumbers.format(first + 1)}–${wholeNumbers.format(first + shown.length)} of ${wholeNumbers.format(found.length)}`;
    for (const id of ['page-first', 'page-before']) element(id).disabled = page === 0;
    for (const id of ['page-next', 'page-last']) element(id).disabled = page >= pages() - 1;
  }

  // Applies the filter of the form to rows, totals and address. When typing pauses it updates the counts and announces the
  // change.
  function apply(isTyped) {
    filter = Object.fromEntries(filterNames.map((name) => [name, form[name].value.trim()]));
    if (filter.q !== '') describe();
    wanted = readQuery(filter.q, facets.state.places);
    const counted = filterRows(list, texts, facets, filter);
    found = sortRows(list, counted.found, filter.sort);
    showNote();
    let individuals = 0;
    let without = 0;
    for (const row of found) {
      if (columns.individuals[row] === null) without++;
      else individuals += columns.individuals[row];
    }
    const sum = plural(found.length, 'breach', 'breaches') + ', ' + plural(individuals, 'individual', 'individuals') +
      (without > 0 ? ' (' + plural(without, 'breach states', 'breaches state') + ' no number)' : '');
    element('result-sum').textContent = sum;
    clearTimeout(announcing);
    announcing = setTimeout(() => { element('result-status').textContent = sum; }, 500);
    clearTimeout(counting);
    counting = setTimeout(() => showCounts(form, facets, counted.counts), isTyped ? 100 : 0);
    headings.forEach((heading, at) => {
      const { sort } = shownColumns[at];
      if (filter.sort.replace('-', '') !== sort) heading.removeAttribute('aria-sort');
      else heading.setAttribute('aria-sort', filter.sort.startsWith('-') ? 'descending' : 'ascending');
    });
    page = 0;
    showPage();
    if (isTyped) {
      element('breach').hidden = true;
      keepAddress();
    }
  }

  // Explains how a search was read, if that is not obvious.
  function showNote() {
    const states = wanted.filter((want) => want.state).map((want) => want.state);
    const names = states.map((state) => state + ' is read as the state' + (columns.state_name[columns.state.indexOf(state)] ? ' ' + columns.state_name[columns.state.indexOf(state)] : '') + '.');
    const loading = filter.q !== '' && !list.descriptions ? [list.problem ?? 'Descriptions are being loaded.'] : [];
    element('search-note').textContent = [...names, ...loading].join(' ') || standingNote;
  }

  // Loads the descriptions, includes them in the search, and shows them.
  function describe() {
    if (list.loading) return;
    loadDescriptions(list, texts).then((described) => {
      texts = described;
      document.documentElement.dataset.descriptions = 'ready';
    }, (problem) => {
      list.problem = 'Descriptions are not searched: ' + problem.message + '.';
    }).then(() => {
      const at = page;
      apply(false);
      page = at;
      showPage();
      if (breachOfAddress() !== null) showBreach(list, breachOfAddress(), wanted, address());
    });
  }

  // The address of the list with its filter.
  function address() {
    const kept = new URLSearchParams(filterNames.filter((name) => filter[name] !== '' && !(name === 'sort' && filter.sort === newestFirst)).map((name) => [name, filter[name]]));
    return '#' + (kept.toString() || 'all-breaches');
  }

  function keepAddress() {
    try {
      history.replaceState(null, '', address());
    } catch {
      // Some browsers do not let a file change its address; the filter works all the same.
    }
  }

  // Shows what the address asks for: a breach, a filtered list, or the whole list.
  function followAddress(isFirst) {
    const id = breachOfAddress();
    if (id !== null) {
      if (isFirst) readAddress();
      describe();
      const heading = showBreach(list, id, wanted, address());
      heading.scrollIntoView({ behavior: 'instant' });
      heading.focus({ preventScroll: true });
      return;
    }
    element('breach').hidden = true;
    if (isFirst || filterOfAddress()) readAddress();
  }

  // Reads the filter from the address. A value that the list does not have is ignored.
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
  addEventListener('hashchange', () => followAddress(false));
  // The words that decided are in the descriptions. They are loaded when the list comes into view or when somebody searches.
  element('filter-q').addEventListener('focus', describe);
  new IntersectionObserver((seen, watch) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    describe();
  }, { rootMargin: '300px' }).observe(element('breaches-table'));
  element('list-app').hidden = false;
  followAddress(true);
}
