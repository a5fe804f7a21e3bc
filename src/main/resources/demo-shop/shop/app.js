import { becomeShopper, shopper, SHOPPERS } from './api.js';
import * as cart from './cart.js';
import { fill, h, icon } from './dom.js';
import { currentLanguage, switchLanguage, t } from './words.js';
import { showCart } from './views/cart.js';
import { showProduct } from './views/product.js';
import { showShelves } from './views/shelves.js';
import { showOrder } from './views/order.js';
import { showOrders } from './views/orders.js';
import { showBackstage } from './views/backstage.js';
import { showEvents } from './views/events.js';

// Each view fills the page and may return what ends it.
const ROUTES = [
  [/^\/?$/, showShelves, 'shop'],
  [/^\/product\/([^/]+)$/, showProduct, 'shop'],
  [/^\/cart$/, showCart, 'cart'],
  [/^\/orders$/, showOrders, 'orders'],
  [/^\/order\/([^/]+)$/, showOrder, 'orders'],
  [/^\/backstage$/, showBackstage, 'backstage'],
  [/^\/events$/, showEvents, 'backstage'],
];
const TABS = [
  ['shop', '#/'],
  ['cart', '#/cart'],
  ['orders', '#/orders'],
  ['backstage', '#/backstage'],
];

let endView;

function render() {
  endView?.();
  endView = undefined;
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
  document.title = t('brand');
  const route = location.hash.slice(1).split('?')[0];
  const match = ROUTES.map(([pattern, view, tab]) => ({ found: route.match(pattern), view, tab })).find((r) => r.found);
  const page = h('main', { class: 'page', tabindex: '-1' });
  fill(document.getElementById('app'), header(match?.tab), page, tabBar(match?.tab), h('div', { class: 'toast', role: 'status', 'aria-live': 'polite' }));
  if (match) endView = match.view(page, ...match.found.slice(1).map(decodeURIComponent));
  else page.append(h('p', { class: 'empty' }, t('notFound')));
}

function navigation(current) {
  return TABS.map(([name, href]) =>
    h(
      'a',
      { href, class: name === current ? 'tab current' : 'tab', 'aria-current': name === current ? 'page' : null },
      h('span', { class: 'tab-icon' }, icon(name), name === 'cart' ? badge() : null),
      h('span', {}, t(name)),
    ),
  );
}

function badge() {
  const n = cart.count();
  return n > 0 ? h('span', { class: 'badge' }, String(n)) : null;
}

function header(current) {
  return h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'top-inner' },
      h('a', { class: 'brand', href: '#/' }, h('img', { src: 'shop/mark.svg', alt: '', width: 30, height: 30 }), h('span', {}, t('brand')), h('small', {}, t('demo'))),
      h('nav', { class: 'wide-nav' }, navigation(current)),
      h(
        'div',
        { class: 'top-right' },
        h(
          'label',
          { class: 'who' },
          h('span', { class: 'sr' }, t('shopper')),
          h(
            'select',
            {
              onchange: (event) => {
                becomeShopper(event.target.value);
                render();
              },
            },
            SHOPPERS.map((id) => h('option', { value: id, selected: id === shopper() }, id)),
          ),
        ),
        h(
          'button',
          {
            class: 'language',
            type: 'button',
            lang: currentLanguage() === 'zh' ? 'en' : 'zh-CN',
            onclick: () => {
              switchLanguage();
              render();
            },
          },
          currentLanguage() === 'zh' ? 'English' : '中文',
        ),
      ),
    ),
  );
}

function tabBar(current) {
  return h('nav', { class: 'tab-bar' }, navigation(current));
}

window.addEventListener('hashchange', () => {
  render();
  window.scrollTo(0, 0);
});
window.addEventListener('cart-changed', () => {
  for (const slot of document.querySelectorAll('a[href="#/cart"] .tab-icon')) {
    slot.querySelector('.badge')?.remove();
    const n = badge();
    if (n) slot.append(n);
  }
});
render();
