import { api, newKey, shopper } from '../api.js';
import * as cart from '../cart.js';
import { fill, h, icon } from '../dom.js';
import { action, explain, stepper, toast } from '../parts.js';
import { named, spec, t, yuan } from '../words.js';

const ADDRESSES = {
  alice: { name: '爱丽丝', phone: '13800000000', province: '浙江省', city: '杭州市', district: '西湖区', detail: '文三路 1 号' },
  bob: { name: '鲍勃', phone: '13900000000', province: '广东省', city: '深圳市', district: '南山区', detail: '科技园 2 号' },
  carol: { name: '卡萝尔', phone: '13700000000', province: '四川省', city: '成都市', district: '锦江区', detail: '春熙路 3 号' },
};
const FIELDS = ['name', 'phone', 'province', 'city', 'district', 'detail'];

export function showCart(page) {
  let deliveryMethod = 'EXPRESS';
  let couponIds = [];
  let coupons = [];
  let placeKey = newKey();
  const address = { ...ADDRESSES[shopper()] };
  const list = h('div', { class: 'panel lines' });
  const form = h('div', { class: 'panel' });
  const sums = h('div', { class: 'panel sums' });
  let asking = 0;

  function basket() {
    return {
      items: cart.lines().map(({ skuId, quantity }) => ({ skuId, quantity })),
      couponIds,
      deliveryMethod,
      ...(deliveryMethod === 'EXPRESS' ? { shippingAddress: address } : {}),
    };
  }

  function changed() {
    placeKey = newKey();
    quote();
  }

  function drawLines() {
    fill(
      list,
      ...cart.lines().map((line) =>
        h(
          'div',
          { class: 'line' },
          h('img', { src: line.image ?? 'shop/mark.svg', alt: '' }),
          h(
            'div',
            { class: 'line-text' },
            h('a', { href: `#/product/${encodeURIComponent(line.productId)}` }, named(line)),
            h('small', {}, line.specs.map(spec).join(' · ')),
            h('span', { class: 'price' }, yuan(line.priceFen)),
          ),
          h(
            'div',
            { class: 'line-right' },
            stepper(line.quantity, 99, (value) => {
              cart.setQuantity(line.skuId, value);
              changed();
            }),
            h(
              'button',
              {
                type: 'button',
                class: 'bin',
                'aria-label': t('remove'),
                onclick: () => {
                  cart.setQuantity(line.skuId, 0);
                  if (cart.count() === 0) empty();
                  else {
                    drawLines();
                    changed();
                  }
                },
              },
              icon('bin'),
            ),
          ),
        ),
      ),
    );
  }

  function drawForm() {
    fill(
      form,
      h('h2', {}, t('delivery')),
      h(
        'div',
        { class: 'chips' },
        ['EXPRESS', 'PICKUP'].map((method) =>
          h(
            'button',
            {
              type: 'button',
              class: method === deliveryMethod ? 'chip chosen' : 'chip',
              onclick: () => {
                deliveryMethod = method;
                drawForm();
                changed();
              },
            },
            t(method),
          ),
        ),
      ),
      deliveryMethod === 'EXPRESS'
        ? h(
            'div',
            { class: 'fields' },
            FIELDS.map((field) =>
              h(
                'label',
                { class: field },
                h('span', {}, t(field)),
                h('input', {
                  value: address[field],
                  maxlength: field === 'detail' ? 200 : 32,
                  autocomplete: 'off',
                  onchange: (event) => {
                    address[field] = event.target.value;
                    changed();
                  },
                }),
              ),
            ),
          )
        : null,
      coupons.length > 0
        ? [
            h('h2', {}, t('coupons')),
            h(
              'div',
              { class: 'chips' },
              coupons.map((coupon) =>
                h(
                  'button',
                  {
                    type: 'button',
                    class: couponIds.includes(coupon.couponId) ? 'chip coupon chosen' : 'chip coupon',
                    onclick: () => {
                      couponIds = couponIds.includes(coupon.couponId) ? [] : [coupon.couponId];
                      drawForm();
                      changed();
                    },
                  },
                  named(coupon),
                ),
              ),
            ),
          ]
        : null,
    );
  }

  async function quote() {
    const mine = ++asking;
    try {
      const price = await api.quote(basket());
      if (mine === asking) drawSums(price);
    } catch (failure) {
      if (mine === asking) fill(sums, h('p', { class: 'bad' }, explain(failure)));
    }
  }

  function drawSums(price) {
    fill(
      sums,
      h(
        'dl',
        {},
        pair(t('goods'), yuan(price.goodsFen)),
        price.discountFen > 0 ? pair(t('discount'), `−${yuan(price.discountFen)}`, 'good') : null,
        pair(t('freight'), price.freightFen > 0 ? yuan(price.freightFen) : t('free')),
        pair(t('payable'), yuan(price.payableFen), 'grand'),
      ),
      price.rejected.length > 0 ? h('p', { class: 'note' }, t('couponNotYet')) : null,
      action(t('placeOrder'), 'strong wide', async () => {
        try {
          const order = await api.place({ ...basket(), expectedPayableFen: price.payableFen }, placeKey);
          cart.clear();
          location.hash = `#/order/${order.orderNo}`;
        } catch (failure) {
          toast(explain(failure), true);
          placeKey = newKey();
          quote();
        }
      }),
    );
  }

  function empty() {
    fill(page, h('div', { class: 'empty' }, icon('cart'), h('p', {}, t('cartEmpty')), h('a', { class: 'button strong', href: '#/' }, t('goShopping'))));
  }

  if (cart.count() === 0) {
    empty();
    return;
  }
  page.append(h('h1', {}, t('cart')), h('div', { class: 'columns' }, h('div', {}, list, form), h('div', { class: 'sticky' }, sums)));
  drawLines();
  drawForm();
  quote();
  api
    .coupons()
    .then((all) => {
      // of several alike, the first is offered
      const usable = all.items.filter((coupon) => coupon.usable);
      coupons = usable.filter((coupon, i) => usable.findIndex((other) => other.name === coupon.name) === i);
      drawForm();
    })
    .catch(() => {});
}

export function pair(name, value, style) {
  return [h('dt', { class: style }, name), h('dd', { class: style }, value)];
}
