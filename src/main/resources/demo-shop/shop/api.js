import { currentLanguage } from './words.js';

// The keys of the demo; everyone knows them, and production refuses to start with them.
export const SHOPPERS = ['alice', 'bob', 'carol'];
const SHOPPER_KEY = 'orderloom.shopper';

export const shopper = () => localStorage.getItem(SHOPPER_KEY) ?? SHOPPERS[0];
export const becomeShopper = (id) => localStorage.setItem(SHOPPER_KEY, id);

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? String(status));
    this.status = status;
    this.problem = problem;
  }
}

async function call(role, method, path, body, idempotencyKey) {
  const headers = { Authorization: `Bearer demo-${role}`, Accept: 'application/json', 'Accept-Language': currentLanguage() };
  if (role === 'shop') headers['X-Shopper-Id'] = shopper();
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  const answer = await fetch(path, { method, headers, credentials: 'omit', body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : null;
  if (!answer.ok) throw new Refusal(answer.status, json ?? {});
  return json;
}

const path = (strings, ...values) => strings.reduce((all, s, i) => all + encodeURIComponent(values[i - 1]) + s);
export const newKey = () => crypto.randomUUID();

export const api = {
  categories: () => call('shop', 'GET', '/api/v1/categories?size=50'),
  products: (query) => call('shop', 'GET', `/api/v1/products?${new URLSearchParams({ size: 60, ...query })}`),
  product: (id) => call('shop', 'GET', path`/api/v1/products/${id}`),
  coupons: () => call('shop', 'GET', '/api/v1/coupons'),
  quote: (basket) => call('shop', 'POST', '/api/v1/quotes', basket),
  place: (order, key) => call('shop', 'POST', '/api/v1/orders', order, key),
  orders: () => call('shop', 'GET', '/api/v1/orders?size=50'),
  order: (no) => call('shop', 'GET', path`/api/v1/orders/${no}`),
  timeline: (no) => call('shop', 'GET', path`/api/v1/orders/${no}/timeline`),
  payments: (no) => call('shop', 'GET', path`/api/v1/orders/${no}/payments`),
  openPayment: (no, payment, key) => call('shop', 'POST', path`/api/v1/orders/${no}/payments`, payment, key),
  syncPayment: (no, paymentNo) => call('shop', 'POST', path`/api/v1/orders/${no}/payments/${paymentNo}/sync`, {}, newKey()),
  cancel: (no) => call('shop', 'POST', path`/api/v1/orders/${no}/cancellation`, { reason: 'demo' }, newKey()),
  confirmReceipt: (no) => call('shop', 'POST', path`/api/v1/orders/${no}/receipt`, {}, newKey()),
  shipments: (no) => call('shop', 'GET', path`/api/v1/orders/${no}/shipments`),
  ship: (no, shipment, key) => call('warehouse', 'POST', path`/api/v1/orders/${no}/shipments`, shipment, key),
  afterSales: (no) => call('shop', 'GET', path`/api/v1/orders/${no}/after-sales`),
  askAfterSale: (no, wish, key) => call('shop', 'POST', path`/api/v1/orders/${no}/after-sales`, wish, key),
  withdraw: (no) => call('shop', 'POST', path`/api/v1/after-sales/${no}/cancellation`, { reason: 'demo' }, newKey()),
  dispute: (no) => call('shop', 'POST', path`/api/v1/after-sales/${no}/dispute`, { reason: 'demo' }, newKey()),
  sendBack: (no, trackingNo) => call('shop', 'POST', path`/api/v1/after-sales/${no}/return-shipment`, { carrier: 'SF', trackingNo }, newKey()),
  decide: (no, approve) => call('service', 'POST', path`/api/v1/after-sales/${no}/decision`, { approve, note: 'demo' }, newKey()),
  rule: (no, outcome) => call('service', 'POST', path`/api/v1/after-sales/${no}/ruling`, { outcome, note: 'demo' }, newKey()),
  openTopUp: (no, payment, key) => call('shop', 'POST', path`/api/v1/after-sales/${no}/payments`, payment, key),
  sendReplacement: (no, trackingNo) => call('warehouse', 'POST', path`/api/v1/after-sales/${no}/replacement-shipment`, { carrier: 'SF', trackingNo }, newKey()),
  inspect: (no, accepted) => call('warehouse', 'POST', path`/api/v1/after-sales/${no}/inspection`, { accepted, note: 'demo' }, newKey()),
  events: (after) => call('ops', 'GET', `/api/v1/events?after=${encodeURIComponent(after)}`),
  flow: (no) => call('ops', 'GET', path`/demo/v1/orders/${no}/flow`),
  moveParcel: (trackingNo, state) => call('admin', 'POST', path`/demo/v1/parcels/${trackingNo}/events`, { state }),
  clock: () => call('admin', 'GET', '/demo/v1/clock'),
  advance: (duration) => call('admin', 'POST', '/demo/v1/clock', { advance: duration }),
  about: () => call('admin', 'GET', '/demo/v1/about'),
};
