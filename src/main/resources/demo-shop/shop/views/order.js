import { api, newKey, shopper } from '../api.js';
import { drawModel, processName, readModel } from '../diagram.js';
import { fill, h, icon } from '../dom.js';
import { action, every, failurePanel } from '../parts.js';
import { known, moment, t, yuan } from '../words.js';
import { afterSalesPanel } from './aftersales.js';
import { pair } from './cart.js';
import { clockPanel } from './clock.js';
import { pill } from './orders.js';

const STEPS = ['placed', 'paid', 'shipped', 'delivered', 'completed'];
const REACHED = { PENDING_PAYMENT: 0, PAID: 1, PARTLY_SHIPPED: 2, SHIPPED: 2, DELIVERED: 3, COMPLETED: 4 };
// Where the order's flow has ended, once it runs no more.
const ENDS = { COMPLETED: ['EndEvent_OrderCompleted'], CANCELLED: ['EndEvent_OrderCancelled'], CLOSED: ['EndEvent_OrderClosed'] };
// In the shop's mini-program only WeChat pays in place; the others open in a browser or are scanned.
const WAYS = [
  { channel: 'WECHAT_PAY', scene: 'MINI_PROGRAM' },
  { channel: 'ALIPAY', scene: 'H5' },
  { channel: 'UNIONPAY', scene: 'NATIVE' },
];
const REFRESH = 1500;

export function showOrder(page, orderNo) {
  const head = h('div', { class: 'panel order-head' });
  const turn = h('div', { class: 'turn' });
  const amounts = h('div', { class: 'panel' });
  const story = h('div', { class: 'panel' }, h('h2', {}, t('timeline')));
  const list = h('ol', { class: 'timeline' });
  story.append(list);
  const diagrams = h('div', {});
  const hint = h('p', { class: 'note' }, t('flowHint'));
  const flow = h('div', { class: 'panel flow' }, h('h2', {}, t('flow')), hint, diagrams);
  const cases = afterSalesPanel(orderNo, () => refresh(), (afterSalesNo) => pay((payer) => api.openTopUp(afterSalesNo, { channel: 'WECHAT_PAY', scene: 'MINI_PROGRAM', ...payer }, newKey())));
  let about = {};
  let seen = '';
  let drawn = '';
  let awaitingCashier = null;

  async function refresh() {
    // The cases before the order: what a case has given back is then surely in the order's lines, too.
    const asked = await api.afterSales(orderNo);
    const order = await api.order(orderNo);
    const shipments = REACHED[order.status] >= 2 ? await api.shipments(orderNo) : [];
    const state = JSON.stringify([order, shipments]);
    if (state !== seen) {
      seen = state;
      drawHead(order);
      drawTurn(order, shipments);
      drawAmounts(order);
    }
    const [entries, where] = await Promise.all([api.timeline(orderNo), api.flow(orderNo).catch(() => null)]);
    drawStory(entries);
    cases.draw(order, asked);
    if (where) drawFlow(where, order);
  }

  function drawHead(order) {
    const reached = REACHED[order.status];
    fill(
      head,
      h('div', { class: 'order-title' }, h('div', {}, h('h1', {}, t('order')), h('code', {}, order.orderNo)), pill(order)),
      reached === undefined
        ? null
        : h(
            'ol',
            { class: 'steps' },
            STEPS.map((step, i) => h('li', { class: i < reached || order.status === 'COMPLETED' ? 'done' : i === reached ? 'done now' : '' }, h('i', {}), h('span', {}, t(`step_${step}`)))),
          ),
    );
  }

  function card(title, hint, iconName, ...rest) {
    fill(turn, h('div', { class: 'panel task' }, h('span', { class: 'task-icon' }, icon(iconName)), h('div', {}, h('h2', {}, title), h('p', {}, hint), rest)));
  }

  const then = (run) => async () => {
    await run();
    await refresh();
  };

  function drawTurn(order, shipments) {
    if (order.hold) {
      card(t('holdTitle'), known(order.hold) ? t(order.hold) : order.hold, 'clock');
    } else if (order.status === 'PENDING_PAYMENT') {
      card(
        t('payBefore', moment(order.payBefore, { hour: '2-digit', minute: '2-digit' })),
        t('payHint', yuan(order.payableFen)),
        'wallet',
        h(
          'div',
          { class: 'pair' },
          WAYS.map((way) => action(t(way.channel), `way ${way.channel}`, () => pay((payer) => api.openPayment(orderNo, { ...way, ...payer }, newKey())), 'wallet')),
          action(t('cancelOrder'), 'quiet', then(() => api.cancel(orderNo))),
        ),
        awaitingCashier ? cashierLink() : null,
      );
    } else if (order.status === 'PAID' || order.status === 'PARTLY_SHIPPED') {
      const key = newKey();
      const trackingNo = `SF${Date.now()}`;
      const shipment = order.deliveryMethod === 'PICKUP' ? { carrier: 'PICKUP' } : { carrier: 'SF', trackingNo };
      card(t('shipTitle'), t('shipHint'), 'box', action(t('ship'), 'strong', then(() => api.ship(orderNo, shipment, key)), 'box'));
    } else if (order.status === 'SHIPPED') {
      const open = shipments.filter((shipment) => shipment.trackingNo && shipment.status !== 'SIGNED' && shipment.status !== 'DELIVERED');
      card(
        t('carrierTitle'),
        t('carrierHint', open.map((shipment) => shipment.trackingNo).join(', ')),
        'truck',
        h(
          'div',
          { class: 'pair' },
          [
            ['moving', 'IN_TRANSIT', 'quiet'],
            ['outForDelivery', 'OUT_FOR_DELIVERY', 'quiet'],
            ['signed', 'SIGNED', 'strong'],
          ].map(([word, state, style]) =>
            action(
              t(word),
              style,
              then(() => Promise.all(open.map((shipment) => api.moveParcel(shipment.trackingNo, state)))),
            ),
          ),
        ),
      );
    } else if (order.status === 'DELIVERED') {
      card(t('receiptTitle'), t('receiptHint'), 'hand', action(t('confirmReceipt'), 'strong', then(() => api.confirmReceipt(orderNo)), 'hand'));
    } else if (order.status === 'COMPLETED') {
      card(t('doneTitle'), t('doneHint'), 'hand', h('a', { class: 'button strong', href: '#/' }, t('goShopping')));
    } else if (order.status === 'CANCELLED') {
      card(t('cancelledTitle'), t('cancelledHint'), 'bin', h('a', { class: 'button strong', href: '#/' }, t('goShopping')));
    } else if (order.status === 'CLOSED') {
      card(t('closedTitle'), t('closedHint'), 'wallet', h('a', { class: 'button strong', href: '#/' }, t('goShopping')));
    } else {
      fill(turn);
    }
  }

  // The window is opened before anything is awaited, else the browser takes it for an advertisement.
  async function pay(open) {
    const cashier = window.open('about:blank', 'orderloom-cashier');
    try {
      const payment = await open({ payerId: `openid-${shopper()}` });
      awaitingCashier = payment.paymentNo;
      if (cashier) cashier.location = payment.clientParams.url ?? cashierOf(payment.paymentNo);
      seen = '';
      await refresh();
    } catch (failure) {
      cashier?.close();
      throw failure;
    }
  }

  const cashierOf = (paymentNo) => `${about.cashier}?paymentNo=${encodeURIComponent(paymentNo)}`;

  function cashierLink() {
    return h('p', {}, h('a', { class: 'link', href: cashierOf(awaitingCashier), target: 'orderloom-cashier', rel: 'noreferrer' }, t('openCashier'), icon('out')));
  }

  // What a mini-program does when its payment sheet closes: it has the gateway asked.
  async function backFromCashier() {
    if (!awaitingCashier) return;
    await api.syncPayment(orderNo, awaitingCashier).catch(() => {});
    await refresh().catch(() => {});
  }

  function drawAmounts(order) {
    fill(
      amounts,
      h('h2', {}, t('amounts')),
      h(
        'ul',
        { class: 'bought' },
        order.lines.map((line) => h('li', {}, h('span', {}, line.name, h('small', {}, `${line.skuId} × ${line.quantity}`)), h('span', { class: 'price' }, yuan(line.payableFen)))),
      ),
      h(
        'dl',
        {},
        pair(t('goods'), yuan(order.goodsFen)),
        order.discountFen > 0 ? pair(t('discount'), `−${yuan(order.discountFen)}`, 'good') : null,
        pair(t('freight'), order.freightFen > 0 ? yuan(order.freightFen) : t('free')),
        order.refundedFen > 0 ? pair(t('refunded'), `−${yuan(order.refundedFen)}`, 'good') : null,
        pair(order.paidFen > 0 ? t('paid') : t('payable'), yuan(order.paidFen > 0 ? order.paidFen : order.payableFen), 'grand'),
      ),
      h('p', { class: 'note' }, `${t('placedAt')} ${moment(order.placedAt)}`),
    );
  }

  function drawStory(entries) {
    if (entries.length === list.childElementCount) return;
    fill(
      list,
      ...entries
        .slice()
        .reverse()
        .map((entry) => h('li', {}, h('time', { datetime: entry.at }, moment(entry.at)), h('span', {}, entry.text), h('small', {}, by(entry.by)))),
    );
  }

  function drawFlow(where, order) {
    const state = JSON.stringify([where, order.status]);
    if (state === drawn) return;
    drawn = state;
    const ended = where.processes.every((process) => !process.instanceId);
    hint.textContent = t(ended ? 'flowEnded' : 'flowHint');
    fill(diagrams, where.processes.map((process) => drawProcess(process, ended ? (ENDS[order.status] ?? []) : process.active)));
  }

  function drawProcess(process, active) {
    const model = readModel(process.xml);
    const picture = drawModel(model, active);
    const frame = h('div', { class: 'diagram-frame', tabindex: '0' }, picture);
    const showPlace = () => {
      const here = picture.querySelector('.here')?.getBoundingClientRect();
      if (!here) return;
      const view = frame.getBoundingClientRect();
      frame.scrollLeft += here.left + here.width / 2 - view.left - frame.clientWidth / 2;
      frame.scrollTop += here.top + here.height / 2 - view.top - frame.clientHeight / 2;
    };
    requestAnimationFrame(showPlace);
    const whole = h(
      'button',
      {
        type: 'button',
        class: 'link',
        onclick: () => {
          const fits = frame.classList.toggle('whole');
          whole.textContent = t(fits ? 'closer' : 'wholePicture');
          showPlace();
        },
      },
      t('wholePicture'),
    );
    return h(
      'section',
      {},
      h(
        'h3',
        {},
        h('span', {}, processName(model)),
        whole,
        about.cockpit && process.instanceId
          ? h('a', { class: 'link', href: `${about.cockpit}#/process-instance/${process.instanceId}`, target: '_blank', rel: 'noreferrer' }, t('openInCockpit'), icon('out'))
          : null,
      ),
      frame,
    );
  }

  page.append(
    h('a', { class: 'back', href: '#/orders' }, icon('back'), t('orders')),
    h('div', { class: 'columns order' }, h('div', {}, head, turn, flow), h('div', {}, clockPanel(() => refresh()), cases.element, story, amounts)),
  );
  api
    .about()
    .then((answer) => (about = answer))
    .catch(() => {})
    .then(refresh)
    .catch((failure) => fill(page, failurePanel(failure)));
  const stop = every(REFRESH, refresh);
  window.addEventListener('focus', backFromCashier);
  return () => {
    stop();
    window.removeEventListener('focus', backFromCashier);
  };
}

function by(actor) {
  return known(`by_${actor}`) ? t(`by_${actor}`) : actor.replace(/^staff:/, '');
}

