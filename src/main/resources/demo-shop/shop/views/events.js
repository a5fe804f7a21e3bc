import { api } from '../api.js';
import { fill, h, icon } from '../dom.js';
import { every } from '../parts.js';
import { moment, t } from '../words.js';

const MOST_SHOWN = 200;

export function showEvents(page) {
  const list = h('div', { class: 'event-list' }, h('p', { class: 'empty' }, t('noEvents')));
  page.append(h('a', { class: 'back', href: '#/backstage' }, icon('back'), t('backstage')), h('h1', {}, t('events')), h('p', { class: 'note' }, t('eventsHint')), list);
  let cursor = '';
  let events = [];

  async function read() {
    let fresh;
    let any = false;
    do {
      fresh = await api.events(cursor);
      cursor = fresh.next;
      events = [...events, ...fresh.items].slice(-MOST_SHOWN);
      any ||= fresh.items.length > 0;
    } while (fresh.items.length > 0);
    if (any) fill(list, ...events.slice().reverse().map(row));
  }

  read().catch(() => {});
  return every(2000, read);
}

function row(event) {
  return h(
    'details',
    { class: 'panel event' },
    h('summary', {}, h('span', { class: 'event-type' }, event.type), h('a', { href: `#/order/${event.subject}` }, event.subject), h('span', { class: 'event-sequence' }, `#${event.sequence}`), h('time', {}, moment(event.time))),
    h('pre', {}, JSON.stringify(event, null, 2)),
  );
}
