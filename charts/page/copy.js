// Buttons that copy a citation. If the browser does not allow that, the citation is shown and selected.
function startCopying() {
  const tip = document.getElementById('tip');
  const timers = new Map();
  const say = (button, text) => {
    const label = button.firstChild;
    label.data = text;
    tip.textContent = text;
    clearTimeout(timers.get(button));
    timers.set(button, setTimeout(() => { label.data = 'Copy citation'; }, 3000));
  };
  for (const button of document.querySelectorAll('button.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const citation = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(citation.textContent);
        say(button, 'Copied');
      } catch {
        openAround(citation);
        getSelection().selectAllChildren(citation);
        say(button, document.execCommand('copy') ? 'Copied' : 'Selected: press Ctrl+C');
      }
    });
  }
}
