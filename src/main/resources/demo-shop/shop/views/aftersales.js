import { api, newKey } from '../api.js';
import { fill, h } from '../dom.js';
import { action } from '../parts.js';
import { named, spec, t, yuan } from '../words.js';

// What can be done about a case while it stands so: the word on the button, its look, and what it does; paying leads
// through the cashier.
const MOVES = {
  REQUESTED: [
    ['caseApprove', 'strong', (one) => api.decide(one.afterSalesNo, true)],
    ['caseRefuse', 'quiet', (one) => api.decide(one.afterSalesNo, false)],
    ['caseWithdraw', 'quiet', (one) => api.withdraw(one.afterSalesNo)],
  ],
  REJECTED: [['caseDispute', 'strong', (one) => api.dispute(one.afterSalesNo)]],
  DISPUTED: [
    ['caseRuleRefund', 'strong', (one) => api.rule(one.afterSalesNo, 'REFUND')],
    ['caseRuleReject', 'quiet', (one) => api.rule(one.afterSalesNo, 'REJECT')],
  ],
  AWAITING_TOP_UP: [
    ['casePayTopUp', 'strong', (one, payTopUp) => payTopUp(one.afterSalesNo)],
    ['caseWithdraw', 'quiet', (one) => api.withdraw(one.afterSalesNo)],
  ],
  REPLACING: [['caseSendReplacement', 'strong', (one) => api.sendReplacement(one.afterSalesNo, `SF${Date.now()}`)]],
  AWAITING_RETURN: [['caseSendBack', 'strong', (one) => api.sendBack(one.afterSalesNo, `SF${Date.now()}`)]],
  RETURNING: [['caseArrives', 'strong', (one) => api.moveParcel(one.returnShipment.trackingNo, 'SIGNED')]],
  INSPECTING: [
    ['caseAccept', 'strong', (one) => api.inspect(one.afterSalesNo, true)],
    ['caseFindFault', 'quiet', (one) => api.inspect(one.afterSalesNo, false)],
  ],
};

const OVER = ['COMPLETED', 'CANCELLED'];

/** The order's after-sales, and the way to ask for one. */
export function afterSalesPanel(orderNo, refresh, payTopUp) {
  const panel = h('div', { class: 'panel aftersales' });
  let seen = '';

  const then = (run) => async () => {
    await run();
    await refresh();
  };

  // Units that a case has settled are gone from their line, whether for money or in exchange.
  function unitsLeft(line, cases) {
    const gone = cases
      .filter((one) => one.status === 'COMPLETED')
      .flatMap((one) => one.items)
      .filter((item) => item.lineNo === line.lineNo)
      .reduce((sum, item) => sum + item.quantity, 0);
    return line.shippedQuantity - gone;
  }

  function ask(order, cases) {
    const unshipped = order.status === 'PAID';
    const items = order.lines
      .filter((line) => line.refundedFen < line.payableFen)
      .map((line) => ({ lineNo: line.lineNo, quantity: unshipped ? line.quantity : unitsLeft(line, cases) }))
      .filter((item) => item.quantity > 0);
    if (items.length === 0) return null;
    const type = unshipped ? 'REFUND_ONLY' : 'RETURN_AND_REFUND';
    const key = newKey();
    return h(
      'div',
      { class: 'pair' },
      action(t(unshipped ? 'askRefund' : 'askReturn'), 'quiet money', then(() => api.askAfterSale(orderNo, { type, items, reason: t('caseReason') }, key))),
      unshipped ? null : exchange({ lineNo: items[0].lineNo, quantity: 1 }, order.lines.find((line) => line.lineNo === items[0].lineNo).skuId),
    );
  }

  // One unit for whatever else is in the shop window.
  function exchange(item, skuId) {
    const choice = h('select', { 'aria-label': t('exchangeFor') });
    const key = newKey();
    api
      .products({})
      .then((page) =>
        fill(
          choice,
          page.items.flatMap((product) =>
            product.skus
              .filter((sku) => sku.skuId !== skuId && sku.available > 0)
              .map((sku) => h('option', { value: sku.skuId, 'data-fen': sku.priceFen }, [named(product), ...Object.values(sku.specs).map(spec), yuan(sku.priceFen)].join(' '))),
          ),
        ),
      )
      .catch(() => {});
    return h(
      'div',
      { class: 'exchange' },
      choice,
      action(t('askExchange'), 'quiet', then(() => api.askAfterSale(orderNo, { type: 'EXCHANGE', items: [item], exchangeSkuId: choice.value, reason: t('caseReason') }, key))),
    );
  }

  function price(one) {
    const swap = one.exchange;
    if (!swap) return yuan(one.grantedFen ?? one.amountFen);
    if (swap.status === 'SOLD_OUT') return `${t('soldOut')} · ${yuan(one.grantedFen ?? one.amountFen)}`;
    const difference = swap.differenceFen === 0 ? '' : ` · ${t(swap.differenceFen > 0 ? 'topUp' : 'differenceBack', yuan(Math.abs(swap.differenceFen)))}`;
    return `→ ${swap.name} × ${swap.quantity}${difference}`;
  }

  function row(one) {
    const moves = one.status === 'RETURNING' && !one.returnShipment ? [] : (MOVES[one.status] ?? []);
    return h(
      'li',
      {},
      h('div', { class: 'case' }, h('span', {}, t(one.type), h('small', {}, `${price(one)} · ${one.afterSalesNo}`)), h('span', { class: `pill ${OVER.includes(one.status) ? '' : 'HOLD'} ${one.status}` }, t(`case_${one.status}`))),
      moves.length > 0 ? h('p', { class: 'note' }, t(`caseTurn_${one.status}`)) : null,
      moves.length > 0 ? h('div', { class: 'pair' }, moves.map(([word, look, run]) => action(t(word), `${look} small`, then(() => run(one, payTopUp))))) : null,
    );
  }

  return {
    element: panel,
    draw(order, cases) {
      const paid = !['PENDING_PAYMENT', 'CANCELLED'].includes(order.status);
      panel.hidden = !paid;
      if (!paid) return;
      const state = JSON.stringify([order.status, order.lines, cases]);
      if (state === seen) return;
      seen = state;
      const mayAsk = order.status !== 'CLOSED' && !order.hold && cases.every((one) => ['REJECTED', ...OVER].includes(one.status));
      fill(
        panel,
        h('h2', {}, t('afterSales')),
        cases.length === 0 ? h('p', { class: 'note' }, t('noAfterSales')) : h('ul', { class: 'cases' }, cases.map(row)),
        mayAsk ? ask(order, cases) : null,
      );
    },
  };
}
