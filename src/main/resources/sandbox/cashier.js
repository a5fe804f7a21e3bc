'use strict';

const WORDS = {
  zh: {
    title: '沙箱收银台', subtitle: '演示环境，不产生真实扣款', page: '沙箱收银台', other: 'English',
    nothing: '暂无待支付的订单', nothingHint: '在商店下单并发起支付，订单会出现在这里', all: '查看全部待支付',
    footer: '您在这里扮演付款人。结果会像真实网关那样通知商户。',
    count: n => `${n} 笔待支付`, pay: '确认支付', paying: '支付中…', fail: '模拟失败', ignore: '离开不付',
    paid: '支付成功', closed: '已关闭，不能再支付', refunded: '已支付，有退款', failed: '支付失败，仍可重新支付',
    ignored: '付款人离开了，商户不会收到任何通知', unknown: '没有找到这笔支付', unreachable: '连接不上沙箱，正在重试…',
    left: t => `剩余 ${t}`, number: n => `支付单号 ${n}`, over: '已超时',
    WECHAT_PAY: '微信支付', ALIPAY: '支付宝', UNIONPAY: '银联',
    JSAPI: '小程序', NATIVE: '扫码', MWEB: 'H5', H5: 'H5', APP: 'App',
    JSAPI_PAY: '小程序', FACE_TO_FACE_PAYMENT: '扫码', QUICK_WAP_WAY: 'H5', QUICK_MSECURITY_PAY: 'App',
  },
  en: {
    title: 'Sandbox cashier', subtitle: 'Demo only, no real money moves', page: 'Sandbox cashier', other: '中文',
    nothing: 'Nothing to pay', nothingHint: 'Place an order in the shop and pay: it will show up here', all: 'Show all open payments',
    footer: 'You play the payer. The merchant is told just as a real gateway would.',
    count: n => n === 1 ? '1 open payment' : `${n} open payments`, pay: 'Pay now', paying: 'Paying…', fail: 'Fail', ignore: 'Walk away',
    paid: 'Paid', closed: 'Closed, can no longer be paid', refunded: 'Paid, with a refund', failed: 'The payment failed. It can be tried again.',
    ignored: 'The payer walked away. The merchant is told nothing.', unknown: 'There is no such payment', unreachable: 'The sandbox does not answer. Trying again…',
    left: t => `${t} left`, number: n => `Payment ${n}`, over: 'Expired',
    WECHAT_PAY: 'WeChat Pay', ALIPAY: 'Alipay', UNIONPAY: 'UnionPay',
    JSAPI: 'mini-program', NATIVE: 'QR code', MWEB: 'H5', H5: 'H5', APP: 'app',
    JSAPI_PAY: 'mini-program', FACE_TO_FACE_PAYMENT: 'QR code', QUICK_WAP_WAY: 'H5', QUICK_MSECURITY_PAY: 'app',
  },
};

const only = new URLSearchParams(location.search).get('paymentNo');
const cards = new Map();
const ignored = new Set();
let language = remembered() || (navigator.language.startsWith('zh') ? 'zh' : 'en');
let serverNow = 0;
let readAt = 0;

const byId = id => document.getElementById(id);
const words = () => WORDS[language];

function remembered() {
  try {
    return localStorage.getItem('sandbox-language');
  } catch {
    return null;
  }
}

function speak() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = words().page;
  document.querySelectorAll('[data-text]').forEach(e => { e.textContent = words()[e.dataset.text]; });
  byId('language').textContent = words().other;
  byId('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  cards.forEach(show);
  summarise();
}

function yuan(fen) {
  return (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function card(payment) {
  let known = cards.get(payment.paymentNo);
  if (!known) {
    const element = byId('card').content.firstElementChild.cloneNode(true);
    known = { element, payment, busy: false };
    cards.set(payment.paymentNo, known);
    byId('payments').prepend(element);
    const mine = known;
    element.querySelector('.pay').addEventListener('click', () => pay(mine));
    element.querySelector('.fail').addEventListener('click', () => fail(mine));
    element.querySelector('.ignore').addEventListener('click', () => ignore(mine));
  }
  known.payment = payment;
  return known;
}

function show(known) {
  const { element, payment } = known;
  const text = words();
  const part = name => element.querySelector('.' + name);
  const way = text[payment.scene];
  part('channel').textContent = (text[payment.channel] || payment.channel) + (way ? ' · ' + way : '');
  part('goods').textContent = payment.description;
  part('yuan').textContent = yuan(payment.amountFen);
  part('number').textContent = text.number(payment.paymentNo);
  part('pay').textContent = known.busy ? text.paying : text.pay;
  part('fail').textContent = text.fail;
  part('ignore').textContent = text.ignore;
  element.querySelectorAll('button').forEach(button => { button.disabled = known.busy; });
  const open = payment.state === 'NOTPAY';
  part('actions').hidden = !open || ignored.has(payment.paymentNo);
  const state = part('state');
  const [word, look] = ignored.has(payment.paymentNo) && open ? [text.ignored, 'plain']
    : open ? (known.failed ? [text.failed, 'bad'] : ['', ''])
    : payment.state === 'SUCCESS' ? ['✓ ' + text.paid, '']
    : payment.state === 'REFUND' ? [text.refunded, ''] : [text.closed, 'plain'];
  state.textContent = word;
  state.className = 'state ' + look;
  state.hidden = word === '';
  tick(known);
}

function tick(known) {
  const clock = known.element.querySelector('.clock');
  if (known.payment.state !== 'NOTPAY') {
    clock.textContent = '';
    return;
  }
  const now = serverNow + (performance.now() - readAt);
  const seconds = Math.floor((Date.parse(known.payment.expiresAt) - now) / 1000);
  if (seconds <= 0) {
    clock.textContent = words().over;
  } else if (seconds < 86400) {
    const pad = n => String(n).padStart(2, '0');
    const hours = Math.floor(seconds / 3600);
    const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    clock.textContent = words().left(hours > 0 ? `${hours}:${rest}` : rest);
  } else {
    clock.textContent = '';
  }
}

function summarise() {
  const open = [...cards.values()].filter(c => c.payment.state === 'NOTPAY' && !ignored.has(c.payment.paymentNo)).length;
  byId('count').textContent = open > 0 && !only ? words().count(open) : '';
  byId('nothing').hidden = cards.size > 0 || Boolean(only);
  byId('all').hidden = !only;
}

function trouble(text) {
  byId('trouble').textContent = text;
  byId('trouble').hidden = text === '';
}

async function ask(path, options) {
  const response = await fetch(path, { headers: { 'Content-Type': 'application/json' }, ...options });
  const body = await response.json();
  if (!response.ok && response.status !== 404) {
    throw new Error(body.detail || response.statusText);
  }
  return response.ok ? body : null;
}

const address = paymentNo => `/sandbox/v1/payments/${encodeURIComponent(paymentNo)}`;

async function pay(known) {
  known.busy = true;
  known.failed = false;
  show(known);
  try {
    known.payment = await ask(`${address(known.payment.paymentNo)}/pay`, { method: 'POST', body: '{}' });
    trouble('');
  } catch (e) {
    trouble(e.message);
  }
  known.busy = false;
  show(known);
  summarise();
}

function fail(known) {
  known.failed = true;
  show(known);
}

function ignore(known) {
  ignored.add(known.payment.paymentNo);
  show(known);
  summarise();
}

async function refresh() {
  try {
    const list = await ask('/sandbox/v1/payments?open=true');
    serverNow = Date.parse(list.now);
    readAt = performance.now();
    const wanted = only ? list.payments.filter(p => p.paymentNo === only) : list.payments;
    wanted.forEach(card);
    const open = new Set(wanted.map(p => p.paymentNo));
    const gone = [...cards.keys()].filter(n => !open.has(n) && cards.get(n).payment.state === 'NOTPAY');
    if (only && cards.size === 0) {
      gone.push(only);
    }
    for (const paymentNo of gone) {
      const payment = await ask(address(paymentNo));
      if (payment) {
        card(payment);
      }
    }
    cards.forEach(show);
    trouble(only && cards.size === 0 ? words().unknown : '');
  } catch (e) {
    trouble(e instanceof TypeError ? words().unreachable : e.message);
  }
  summarise();
}

byId('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  try {
    localStorage.setItem('sandbox-language', language);
  } catch {
    // A browser that keeps nothing only asks again.
  }
  speak();
});

speak();
refresh();
setInterval(() => { if (!document.hidden) { refresh(); } }, 2000);
setInterval(() => cards.forEach(tick), 1000);
