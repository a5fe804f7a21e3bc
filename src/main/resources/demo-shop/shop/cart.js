import { shopper } from './api.js';

// The cart lives in the browser, one for each shopper: [{skuId, quantity, productId, name, nameEn, image, specs, priceFen}]
const key = () => `orderloom.cart.${shopper()}`;

export function lines() {
  return JSON.parse(localStorage.getItem(key()) ?? '[]');
}

function keep(all) {
  localStorage.setItem(key(), JSON.stringify(all));
  window.dispatchEvent(new Event('cart-changed'));
}

export const count = () => lines().reduce((sum, line) => sum + line.quantity, 0);
export const clear = () => keep([]);

export function add(line) {
  const all = lines();
  const same = all.find((other) => other.skuId === line.skuId);
  if (same) same.quantity += line.quantity;
  else all.push(line);
  keep(all);
}

export function setQuantity(skuId, quantity) {
  keep(lines().flatMap((line) => (line.skuId !== skuId ? [line] : quantity > 0 ? [{ ...line, quantity }] : [])));
}
