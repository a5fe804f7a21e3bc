import { api } from '../api.js';
import { h, icon } from '../dom.js';
import { failurePanel } from '../parts.js';
import { known, moment, t, yuan } from '../words.js';

export function showOrders(page) {
  page.append(h('h1', {}, t('orders')));
  api
    .orders()
    .then((all) => {
      if (all.items.length === 0) {
        page.append(h('div', { class: 'empty' }, icon('orders'), h('p', {}, t('noOrders')), h('a', { class: 'button strong', href: '#/' }, t('goShopping'))));
      }
      page.append(h('div', { class: 'order-list' }, all.items.map(row)));
    })
    .catch((failure) => page.append(failurePanel(failure)));
}

export function pill(order) {
  const stopped = order.hold && known(order.hold);
  return h('span', { class: `pill ${stopped ? 'HOLD' : order.status}` }, t(stopped ? order.hold : order.status));
}

function row(order) {
  const pieces = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  return h(
    'a',
    { class: 'panel order-row', href: `#/order/${order.orderNo}` },
    h('div', {}, h('strong', {}, order.lines.map((line) => line.name).join('、')), h('small', {}, `${moment(order.placedAt)} · ${t('items', pieces)}`), h('code', {}, order.orderNo)),
    h('div', { class: 'order-right' }, pill(order), h('span', { class: 'price' }, yuan(order.payableFen))),
  );
}
