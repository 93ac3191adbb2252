const breachOfAddress = () => (location.hash.startsWith('#breach-') ? location.hash.slice('#breach-'.length) : null);

// Shows one breach with everything that the list has about it. wanted are words to mark, back the address of the list to return
// to.
function showBreach(list, id, wanted, back) {
  const { columns } = list;
  const shown = document.getElementById('breach');
  const row = columns.breach_id.indexOf(id);
  const heading = part('h3', row < 0 ? 'No such breach' : columns.entity_name[row]);
  heading.id = 'breach-name';
  heading.tabIndex = -1;
  const close = part('a', 'Back to the list');
  close.href = back;
  const actions = part('p', close, 'downloads');
  shown.hidden = false;
  if (row < 0) {
    shown.replaceChildren(heading, part('p', 'This list has no breach ' + id + '.'), actions);
    return heading;
  }
  const facts = document.createElement('dl');
  facts.className = 'meanings';
  const add = (term, ...content) => {
    const value = document.createElement('dd');
    value.append(...content);
    facts.append(part('dt', term), value);
  };
  const state = columns.state_name[row] ?? columns.state[row];
  add('Individuals affected', columns.individuals[row] === null ? 'not stated' : wholeNumbers.format(columns.individuals[row]));
  add('Submitted', columns.submitted_on[row]);
  add('State', stated(state));
  add('Type of entity', stated(columns.entity_type[row]) + ', ' + associateWords(columns.has_business_associate[row]));
  add('Type of breach', stated(columns.breach_types[row]));
  add('Location of the information', stated(columns.locations[row]));
  add('Status', columns.status[row]);
  add('Origin', originWords(columns, row));
  const description = list.descriptions?.[row];
  const evidence = columns.origin_basis[row] === 'type' ? null : columns.origin_evidence[row];
  if (evidence !== null) add('Words that decided', evidence);
  const decided = decidedAt(description, evidence);
  if (description) add('Description', wanted.length > 0 ? markWords(description, wanted) : marked(description, decided ? [decided] : []));
  else add('Description', list.descriptions ? 'The portal publishes none.' : list.problem ?? 'Loading.');
  const address = part('a', '#breach-' + id);
  address.href = '#breach-' + id;
  add('Address', address);
  shown.replaceChildren(heading, facts, actions);
  return heading;
}
