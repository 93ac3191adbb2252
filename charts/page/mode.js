// The switch between light and dark. It begins as the system has it and remembers nothing.
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

// Before printing all details open; afterwards they are as they were.
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

// Opens all details around an element, and those that it is.
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
  // The same address again is no change of it.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) setTimeout(open);
  });
  open();
}
