import { api } from '../api.js';
import { fill, h, icon } from '../dom.js';
import { failurePanel } from '../parts.js';
import { named, otherName, t, yuan } from '../words.js';

let chosen = '';
let asked = '';

export function showShelves(page) {
  const chips = h('div', { class: 'chips' });
  const shelf = h('div', { class: 'shelf' }, Array.from({ length: 8 }, () => h('div', { class: 'card ghost' })));
  const field = h('input', { type: 'search', placeholder: t('search'), 'aria-label': t('search'), value: asked, maxlength: 60 });
  page.append(
    h('section', { class: 'hero' }, h('h1', {}, t('heroTitle')), h('p', {}, t('heroText')), weave()),
    h(
      'form',
      {
        class: 'search',
        role: 'search',
        onsubmit: (event) => {
          event.preventDefault();
          asked = field.value.trim();
          load();
        },
      },
      icon('search'),
      field,
    ),
    chips,
    shelf,
  );
  field.addEventListener('search', () => {
    asked = field.value.trim();
    load();
  });

  const chip = (category) =>
    h(
      'button',
      {
        type: 'button',
        class: category.categoryId === chosen ? 'chip chosen' : 'chip',
        onclick: () => {
          chosen = category.categoryId;
          for (const other of chips.children) other.classList.toggle('chosen', other.dataset.id === chosen);
          load();
        },
        'data-id': category.categoryId,
      },
      named(category),
    );

  async function load() {
    try {
      const query = {};
      if (chosen) query.category = chosen;
      if (asked) query.q = asked;
      const found = await api.products(query);
      fill(shelf, ...found.items.map(card));
      if (found.items.length === 0) shelf.append(h('p', { class: 'empty' }, t('nothingFound')));
    } catch (failure) {
      fill(shelf, failurePanel(failure));
    }
  }

  api
    .categories()
    .then((all) => fill(chips, ...[{ categoryId: '', name: t('all') }, ...all.items].map(chip)))
    .catch(() => {});
  load();
}

function card(product) {
  const left = product.skus.reduce((sum, sku) => sum + sku.available, 0);
  const prices = product.skus.map((sku) => sku.priceFen);
  const lowest = Math.min(...prices);
  const list = Math.max(...product.skus.filter((sku) => sku.priceFen === lowest).map((sku) => sku.listPriceFen));
  return h(
    'a',
    { class: left > 0 ? 'card' : 'card gone', href: `#/product/${encodeURIComponent(product.productId)}` },
    h('div', { class: 'picture' }, h('img', { src: product.images[0] ?? 'shop/mark.svg', alt: '', loading: 'lazy' }), left > 0 ? null : h('span', { class: 'stamp' }, t('soldOut'))),
    h('h2', {}, named(product)),
    h('p', { class: 'beside' }, otherName(product)),
    h(
      'p',
      { class: 'price' },
      yuan(lowest),
      Math.max(...prices) > lowest ? h('small', {}, t('from')) : null,
      list > lowest ? h('s', {}, yuan(list)) : null,
    ),
  );
}

function weave() {
  return h('div', { class: 'weave', 'aria-hidden': 'true' });
}
