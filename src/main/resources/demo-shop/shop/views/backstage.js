import { api } from '../api.js';
import { h, icon } from '../dom.js';
import { failurePanel } from '../parts.js';
import { t } from '../words.js';
import { clockPanel } from './clock.js';

export function showBackstage(page) {
  const tools = h('div', { class: 'panel tools' }, h('h2', {}, t('tools')));
  const users = h('div', { class: 'panel' }, h('h2', {}, t('users')), h('p', { class: 'note' }, t('usersHint')));
  page.append(h('h1', {}, t('backstage')), h('div', { class: 'columns' }, h('div', {}, tools, clockPanel()), h('div', {}, users)));
  api
    .about()
    .then((about) => {
      const links = [
        ['eventsLink', '#/events'],
        ['cockpit', about.cockpit],
        ['cashier', about.cashier],
        ['apiDocs', about.apiDocs],
      ];
      tools.append(
        h(
          'ul',
          { class: 'links' },
          links
            .filter(([, href]) => href)
            .map(([word, href]) => h('li', {}, h('a', href.startsWith('#') ? { href } : { href, target: '_blank', rel: 'noreferrer' }, t(word), href.startsWith('#') ? null : icon('out')))),
        ),
      );
      users.append(h('ul', { class: 'keys' }, about.users.map((user) => h('li', {}, h('code', {}, user)))));
    })
    .catch((failure) => tools.append(failurePanel(failure)));
}
