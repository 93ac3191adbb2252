// The filters with counts, and the column of each. A count is the number of breaches that meet all other filters and have the
// value.
const facetColumns = { year: 'year', state: 'state', type: 'breach_types', location: 'locations', entity: 'entity_type', origin: 'origin' };
const listFacets = ['type', 'location'];

// Folds case and accents, so that a search finds both.
const fold = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();

// A text in the form that searches compare: folded words, each with a space before it. Anything but letters and digits separates
// words.
const plainWords = (text) => fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const searchText = (text) => ' ' + plainWords(text) + ' ';

// One text for each row, in which words are searched.
function searchTexts(list) {
  const searched = list.order.filter((column) => column.kind === 'text' || column.kind === 'day').map((column) => column.cells);
  const texts = [];
  for (let row = 0; row < list.length; row++) texts.push(searchText(searched.map((cells) => cells[row] ?? '').join('\n')));
  return texts;
}

// Splits a search into its parts: words, which must start a word; phrases in double quotes; and codes of states in capitals.
// known are the codes in the list.
function readQuery(query, known) {
  const wanted = [];
  for (const match of query.matchAll(/"([^"]*)"?|\S+/g)) {
    const word = match[1] ?? match[0];
    if (match[1] === undefined && known.has(word)) {
      wanted.push({ state: word });
      continue;
    }
    const words = plainWords(word);
    if (words === '') continue;
    const isWhole = match[1] !== undefined && match[0].endsWith('"');
    const pattern = new RegExp('(?<![\\p{L}\\p{N}])' + words.split(' ').join('[^\\p{L}\\p{N}]+'), 'gu');
    wanted.push({ text: ' ' + words + (isWhole ? ' ' : ''), words, pattern });
  }
  return wanted;
}

// The values of each facet as numbers: for each row the indexes of its values. A cell that holds a list has several.
function readFacets(list) {
  const facets = {};
  const { columns } = list;
  columns.year = columns.submitted_on.map((day) => day?.slice(0, 4) ?? null);
  for (const [name, column] of Object.entries(facetColumns)) {
    const places = new Map();
    const place = (value) => {
      if (!places.has(value)) places.set(value, places.size);
      return places.get(value);
    };
    const at = columns[column].map((cell) => {
      if (cell === null) return [place('-')];
      return listFacets.includes(name) ? cell.split(', ').map(place) : [place(cell)];
    });
    facets[name] = { places, at };
  }
  return facets;
}

// The rows in whose texts something occurs, as a 1 at the index of each row. A search that extends an earlier one looks only at
// the rows found then, so that one more letter costs little. The memory is cleared when the descriptions arrive.
function rowsWith(list, texts, wanted) {
  texts.known ??= new Map();
  let known = texts.known.get(wanted);
  if (known) return known;
  if (texts.known.size > 200) texts.known.clear();
  let within = null;
  for (let end = wanted.length - 1; end > 1 && !within; end--) within = texts.known.get(wanted.slice(0, end));
  known = new Uint8Array(list.length);
  for (let row = 0; row < list.length; row++) {
    if ((!within || within[row]) && texts[row].includes(wanted)) known[row] = 1;
  }
  texts.known.set(wanted, known);
  return known;
}

// The indexes of the rows that meet a filter, in the order of the list, and for each value of each facet the number of rows that
// have it and meet all other filters.
function filterRows(list, texts, facets, filter) {
  const { columns } = list;
  const wanted = readQuery(filter.q, facets.state.places);
  const states = wanted.filter((want) => want.state).map((want) => want.state);
  const words = wanted.filter((want) => want.text).map((want) => rowsWith(list, texts, want.text));
  const least = filter.min === '' ? NaN : Number(filter.min.replace(/[,\s]/g, ''));
  const names = Object.keys(facets);
  const counts = Object.fromEntries(names.map((name) => [name, new Uint32Array(facets[name].places.size)]));
  const asked = names.filter((name) => filter[name] !== '').map((name) => [name, facets[name].at, facets[name].places.get(filter[name]) ?? -1]);
  const count = (name, row) => { for (const place of facets[name].at[row]) counts[name][place]++; };
  const found = [];
  for (let row = 0; row < list.length; row++) {
    const status = columns.status[row];
    if (filter.status === '' ? status === 'no longer listed' : filter.status !== 'any' && status !== filter.status) continue;
    if (!Number.isNaN(least) && !(columns.individuals[row] >= least)) continue;
    let missed = '';
    let misses = 0;
    for (const [name, at, place] of asked) {
      if (!at[row].includes(place)) {
        missed = name;
        if (++misses > 1) break;
      }
    }
    if (misses > 1 || !words.every((rows) => rows[row] === 1) || !states.every((state) => columns.state[row] === state)) continue;
    if (misses === 1) {
      count(missed, row);
      continue;
    }
    for (const name of names) count(name, row);
    found.push(row);
  }
  return { found, counts };
}

// Sorts rows by a column. Equal rows keep the order of the list; rows without a value come last. Each column is ranked only once.
function sortRows(list, rows, sort) {
  const cells = list.columns[sort.replace('-', '')];
  if (!cells || sort === newestFirst) return rows;
  list.ranks ??= {};
  if (!list.ranks[sort]) {
    const sign = sort.startsWith('-') ? -1 : 1;
    const order = [...cells.keys()].sort((a, b) => compareValues(cells[a], cells[b], sign) || a - b);
    list.ranks[sort] = new Uint32Array(order.length);
    order.forEach((row, rank) => { list.ranks[sort][row] = rank; });
  }
  const rank = list.ranks[sort];
  return rows.toSorted((a, b) => rank[a] - rank[b]);
}

// Loads the file of descriptions, at most once. The promise resolves to the texts to search, with the descriptions added.
function loadDescriptions(list, texts) {
  list.loading ??= new Promise((resolve, reject) => {
    window.breachDescriptions = (packed) => unpack(packed).then((byId) => {
      const descriptions = list.columns.breach_id.map((id) => byId[id] ?? null);
      const described = [];
      // In small steps, so that typing stays responsive.
      const step = () => {
        for (const end = Math.min(described.length + 250, list.length); described.length < end;) {
          const row = described.length;
          described.push(descriptions[row] === null ? texts[row] : texts[row] + searchText(descriptions[row]));
        }
        if (described.length < list.length) setTimeout(step);
        else {
          list.descriptions = descriptions;
          resolve(described);
        }
      };
      step();
    }, reject);
    const script = document.createElement('script');
    script.src = 'descriptions.js';
    script.onerror = () => reject(new Error('descriptions.js is not beside this page'));
    document.head.append(script);
  });
  return list.loading;
}
