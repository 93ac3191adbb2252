// The value by which a cell is sorted: a number if it can be read as one, null if it is empty or a dash.
function cellValue(text, isNumber) {
  if (text === '' || text === '–') return null;
  return isNumber ? Number(text.replaceAll(',', '').replace('−', '-')) : text;
}

// Compares two values. null comes last in both directions.
function compareValues(a, b, sign) {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === 'number') return sign * (a - b);
  return sign * textOrder.compare(a, b);
}
const textOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

// Makes the heading of a column a button. The first press sorts numbers from the largest and texts from A; each further press
// reverses the order.
function sortButton(heading, press) {
  const button = document.createElement('button');
  button.type = 'button';
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener('click', press);
}

function startTable(table) {
  const headings = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const given = [...body.rows];
  headings.forEach((heading, column) => {
    const isNumber = heading.classList.contains('number');
    sortButton(heading, () => {
      const before = heading.getAttribute('aria-sort');
      const isDescending = before ? before === 'ascending' : isNumber;
      for (const other of headings) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
      const keyed = given.map((row) => [cellValue(row.cells[column].textContent, isNumber), row]);
      keyed.sort((a, b) => compareValues(a[0], b[0], isDescending ? -1 : 1));
      body.append(...keyed.map((pair) => pair[1]));
    });
  });
}

// A frame can be focused, so that the keyboard scrolls it, only if its content is larger than the frame.
function startScrolling() {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const box = target.matches('.scroll, .chart') ? target : target.closest('.scroll, .chart');
      if (box.classList.contains('chart') || box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
      else box.removeAttribute('tabindex');
    }
  });
  for (const box of document.querySelectorAll('.scroll, .chart')) {
    watch.observe(box);
    if (box.firstElementChild) watch.observe(box.firstElementChild);
    if (!box.hasAttribute('role')) {
      box.setAttribute('role', 'group');
      const section = box.closest('details, section');
      const name = section && section.querySelector('summary, h2, h3');
      if (name) box.setAttribute('aria-label', name.textContent.trim());
    }
  }
}
