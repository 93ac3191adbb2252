startMode();
startPrinting();
startTargets();
for (const table of document.querySelectorAll('table.sortable')) startTable(table);
startScrolling();
startCopying();
startMarks();
const packed = document.getElementById('packed-list');
if (packed) {
  unpackList(packed).then((list) => {
    startList(list);
    document.documentElement.dataset.list = 'ready';
  }).catch((problem) => {
    const notice = document.getElementById('list-problem');
    notice.textContent = 'The list cannot be shown in this browser (' + problem.message + '). The files below hold every row.';
    notice.hidden = false;
  });
}
