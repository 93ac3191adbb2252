// The switch between light and dark. It starts as the system is set and is not remembered.
function startMode() {
  const root = document.documentElement;
  const button = document.getElementById('mode-switch');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.mode || (system.matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', 'Switch to ' + (isDark() ? 'light' : 'dark') + ' colours');
  };
  button.addEventListener('click', () => {
    root.dataset.mode = isDark() ? 'light' : 'dark';
    label();
  });
  system.addEventListener('change', label);
  label();
  button.hidden = false;
}

// All details are opened for printing and restored afterwards.
function startPrinting() {
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
    opened = [];
  });
}

// Opens an element, if it is a details element, and all details around it.
function openAround(element) {
  for (let at = element.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
}

// A link to something inside closed details opens them.
function startTargets() {
  const open = () => {
    if (location.hash === '' || location.hash.includes('=')) return;
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest('details')) return;
    openAround(target);
    target.scrollIntoView({ behavior: 'instant' });
  };
  addEventListener('hashchange', open);
  // Following a link to the present address does not count as a change.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) setTimeout(open);
  });
  open();
}
