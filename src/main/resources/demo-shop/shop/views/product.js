import { api } from '../api.js';
import * as cart from '../cart.js';
import { fill, h, icon } from '../dom.js';
import { action, failurePanel, stepper, toast } from '../parts.js';
import { currentLanguage, named, otherName, spec, t, yuan } from '../words.js';

export function showProduct(page, productId) {
  api
    .product(productId)
    .then((product) => page.append(...detail(product)))
    .catch((failure) => page.append(failurePanel(failure)));
}

function detail(product) {
  const skus = product.skus.filter((sku) => sku.onSale !== false);
  let chosen = skus.find((sku) => sku.available > 0) ?? skus[0];
  let quantity = 1;
  const buy = h('div', { class: 'buy' });

  function choose(name, value) {
    const wanted = { ...chosen.specs, [name]: value };
    const score = (sku) => Object.entries(wanted).filter(([n, v]) => sku.specs[n] === v).length;
    chosen = skus.filter((sku) => sku.specs[name] === value).sort((a, b) => score(b) - score(a))[0];
    quantity = 1;
    draw();
  }

  function line() {
    return {
      skuId: chosen.skuId,
      quantity,
      productId: product.productId,
      name: product.name,
      nameEn: product.nameEn,
      image: product.images[0],
      specs: Object.values(chosen.specs),
      priceFen: chosen.priceFen,
    };
  }

  function draw() {
    const names = [...new Set(skus.flatMap((sku) => Object.keys(sku.specs)))];
    fill(
      buy,
      h('p', { class: 'price big' }, yuan(chosen.priceFen), chosen.listPriceFen > chosen.priceFen ? h('s', {}, yuan(chosen.listPriceFen)) : null),
      ...names.map((name) =>
        h(
          'fieldset',
          { class: 'specs' },
          h('legend', {}, spec(name)),
          [...new Set(skus.map((sku) => sku.specs[name]).filter(Boolean))].map((value) =>
            h('button', { type: 'button', class: chosen.specs[name] === value ? 'chip chosen' : 'chip', 'aria-pressed': String(chosen.specs[name] === value), onclick: () => choose(name, value) }, spec(value)),
          ),
        ),
      ),
      h(
        'div',
        { class: 'row' },
        stepper(quantity, Math.max(1, Math.min(chosen.available, 99)), (value) => (quantity = value)),
        h('span', { class: chosen.available > 0 ? 'left' : 'left bad' }, chosen.available > 0 ? t('left', chosen.available) : t('soldOut')),
      ),
      chosen.available > 0
        ? h(
            'div',
            { class: 'pair' },
            action(t('addToCart'), 'quiet', async () => {
              cart.add(line());
              toast(t('added'));
            }),
            action(t('buyNow'), 'strong', async () => {
              cart.add(line());
              location.hash = '#/cart';
            }),
          )
        : null,
    );
  }
  draw();
  const description = currentLanguage() === 'en' && product.descriptionEn ? product.descriptionEn : product.description;
  return [
    h('a', { class: 'back', href: '#/' }, icon('back'), t('shop')),
    h(
      'article',
      { class: 'product' },
      h('div', { class: 'picture' }, h('img', { src: product.images[0] ?? 'shop/mark.svg', alt: named(product) })),
      h('div', { class: 'about' }, h('h1', {}, named(product)), h('p', { class: 'beside' }, otherName(product)), h('p', { class: 'description' }, description), buy),
    ),
  ];
}
