// Shows the values of charts when a mark is pointed at, focused or tapped. Choosing a mark filters the list. The Tab key goes
// from chart to chart, the arrow keys from mark to mark within a chart.
function startMarks() {
  const tip = document.getElementById('tip');
  let current = null;

  function hide() {
    current?.classList.remove('current');
    current = null;
    tip.hidden = true;
  }

  // The marks of a chart that have a value, in the order drawn. Titles are moved into data: the browser would show them a second
  // time.
  function marksOf(chart) {
    if (!chart.marks) {
      chart.marks = [...chart.querySelectorAll('rect, circle, polygon, polyline, path')].filter((mark) => mark.querySelector(':scope > title'));
      for (const mark of chart.marks) {
        mark.dataset.value = mark.querySelector('title').textContent;
        mark.querySelector('title').remove();
      }
    }
    return chart.marks;
  }

  function show(mark, hint) {
    hide();
    current = mark;
    mark.classList.add('current');
    tip.replaceChildren(part('strong', mark.dataset.value), ...(hint === '' ? [] : [part('span', hint)]));
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const size = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - size.width / 2), document.documentElement.clientWidth - size.width - 8);
    const above = at.top - size.height - 8;
    tip.style.left = left + scrollX + 'px';
    tip.style.top = (above > 0 ? above : at.bottom + 8) + scrollY + 'px';
  }

  const hintOf = (mark, words) => (pickOf(mark) ? words : '');
  const markAt = (event) => {
    const chart = event.target.closest('.chart');
    return chart && marksOf(chart).includes(event.target) ? event.target : null;
  };

  function choose(mark) {
    const pick = pickOf(mark);
    if (!pick) return;
    hide();
    chooseInList(pick);
  }

  for (const chart of document.querySelectorAll('.chart')) {
    const hasPicks = chart.dataset.picks ? ' Enter lists its breaches.' : '';
    chart.setAttribute('aria-label', chart.getAttribute('aria-label') + '. Arrow keys read its values.' + hasPicks);
    chart.addEventListener('pointerover', (event) => {
      const mark = markAt(event);
      if (mark && event.pointerType !== 'touch') show(mark, hintOf(mark, 'Click to list them'));
    });
    chart.addEventListener('pointerleave', (event) => { if (event.pointerType !== 'touch') hide(); });
    chart.addEventListener('click', (event) => {
      const mark = markAt(event);
      if (!mark) return hide();
      // A first tap shows the value and a second tap chooses the mark. A mouse has shown the value before the click.
      if (event.pointerType === 'touch' && mark !== current) show(mark, hintOf(mark, 'Tap again to list them'));
      else choose(mark);
    });
    chart.addEventListener('keydown', (event) => {
      const marks = marksOf(chart);
      const at = marks.indexOf(current);
      const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? marks.length - 1 : at - 1, ArrowUp: at < 0 ? marks.length - 1 : at - 1, Home: 0, End: marks.length - 1 }[event.key];
      if (next !== undefined && marks.length > 0) {
        event.preventDefault();
        const mark = marks[Math.min(Math.max(next, 0), marks.length - 1)];
        mark.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
        show(mark, hintOf(mark, 'Enter lists them'));
      } else if (event.key === 'Enter' && current) {
        event.preventDefault();
        choose(current);
      } else if (event.key === 'Escape') hide();
    });
    // Keyboard users see the newest value first. It is usually drawn last.
    chart.addEventListener('focus', () => {
      const marks = marksOf(chart);
      if (!current && marks.length > 0 && chart.matches(':focus-visible')) show(marks.at(-1), hintOf(marks.at(-1), 'Enter lists them'));
    });
    chart.addEventListener('blur', hide);
  }
  document.addEventListener('click', (event) => { if (!event.target.closest('.chart')) hide(); });
}

// The filter for a mark, read from the text of its value and the values in the list; null unless every part is found. A value is
// recognised between the commas before the colon: "Theft, 2015: 82".
function pickOf(mark) {
  const names = mark.closest('.chart').dataset.picks;
  const form = document.getElementById('filters');
  if (!names || document.documentElement.dataset.list !== 'ready') return null;
  const words = (mark.dataset.value.split(/: /)[0] ?? '').split(', ');
  const pick = {};
  for (const [name, needed] of names.split(' ').map((one) => one.split(':'))) {
    if (needed && !words.includes(needed)) return null;
    for (const option of form.elements[name].options) {
      const known = [option.value, option.dataset.label, option.dataset.name].filter(Boolean).map((text) => text.toLowerCase());
      const isMeant = name === 'year' ? words.some((word) => word === option.value || word.endsWith(' ' + option.value)) :
        words.some((word, at) => known.includes(word.toLowerCase()) || known.includes(words.slice(0, at + 1).join(', ').toLowerCase()));
      if (option.value !== '' && isMeant) pick[name] = option.value;
    }
  }
  return Object.keys(pick).length === names.split(' ').length ? pick : null;
}

// Adds filters to those of the list and shows the list. The address keeps them, and Back returns to the chart.
function chooseInList(pick) {
  const form = document.getElementById('filters').elements;
  const kept = new URLSearchParams();
  for (const name of filterNames) {
    const value = pick[name] ?? form[name].value.trim();
    if (value !== '' && !(name === 'sort' && value === newestFirst)) kept.set(name, value);
  }
  const before = location.hash;
  location.hash = kept.toString();
  if (location.hash === before) document.getElementById('all-breaches').scrollIntoView();
}
