startMode();
startPrinting();
startTargets();
for (const table of document.querySelectorAll('table.sortable')) startTable(table);
startScrolling();
