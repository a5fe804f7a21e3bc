// Every sentence of the pages: Chinese first, English second.
const WORDS = {
  brand: ['织单小店', 'Orderloom'],
  demo: ['演示', 'demo'],
  shop: ['商店', 'Shop'],
  cart: ['购物车', 'Cart'],
  orders: ['订单', 'Orders'],
  backstage: ['后台', 'Backstage'],
  shopper: ['顾客', 'Shopper'],
  heroTitle: ['买一件，看流程怎么走', 'Buy something, watch the flow'],
  heroText: [
    '每一单都由一张 BPMN 图带着走。下单、付款、发货、签收，图上的位置随之移动。',
    'A BPMN diagram leads every order. Place, pay, ship, sign: watch the order move on the diagram.',
  ],
  search: ['搜索商品', 'Search products'],
  all: ['全部', 'All'],
  nothingFound: ['没有找到商品', 'No products found'],
  from: ['起', ' up'],
  soldOut: ['已售罄', 'Sold out'],
  left: ['剩 {0} 件', '{0} left'],
  quantity: ['数量', 'Quantity'],
  addToCart: ['加入购物车', 'Add to cart'],
  buyNow: ['立即购买', 'Buy now'],
  added: ['已加入购物车', 'Added to the cart'],
  cartEmpty: ['购物车是空的', 'Your cart is empty'],
  goShopping: ['去逛逛', 'Go shopping'],
  remove: ['移除', 'Remove'],
  delivery: ['配送方式', 'Delivery'],
  EXPRESS: ['快递送货', 'Express'],
  PICKUP: ['到店自提', 'Pick up'],
  address: ['收货地址', 'Address'],
  name: ['姓名', 'Name'],
  phone: ['手机', 'Phone'],
  province: ['省', 'Province'],
  city: ['市', 'City'],
  district: ['区', 'District'],
  detail: ['详细地址', 'Street and house'],
  coupons: ['优惠券', 'Coupons'],
  couponNotYet: ['这单还用不了所选的优惠券。', 'The chosen coupon does not apply to this basket.'],
  goods: ['商品', 'Goods'],
  discount: ['优惠', 'Discount'],
  freight: ['运费', 'Freight'],
  payable: ['应付', 'To pay'],
  total: ['合计', 'Total'],
  free: ['免运费', 'free'],
  placeOrder: ['提交订单', 'Place order'],
  noOrders: ['还没有订单', 'No orders yet'],
  order: ['订单', 'Order'],
  items: ['{0} 件商品', '{0} items'],
  WECHAT_PAY: ['微信支付', 'WeChat Pay'],
  ALIPAY: ['支付宝', 'Alipay'],
  UNIONPAY: ['云闪付', 'UnionPay'],
  payHint: [
    '任选一种方式付 {0}。收银台会在新页面打开，由您扮演付款的人：支付、失败或不理会；付款前可以换一种方式。',
    'Pay {0} any way you like. The cashier opens in a new page, where you play the payer: pay, fail or ignore. Until it is paid you may change the way.',
  ],
  openCashier: ['打开收银台', 'Open the cashier'],
  payBefore: ['请在 {0} 前付款', 'Pay before {0}'],
  cancelOrder: ['取消订单', 'Cancel order'],
  shipTitle: ['您现在是仓库', 'You are the warehouse'],
  shipHint: ['把整单装进一个包裹，交给顺丰。', 'Pack the whole order into one parcel and hand it to SF Express.'],
  ship: ['发货', 'Ship'],
  carrierTitle: ['您现在是快递员', 'You are the carrier'],
  carrierHint: ['包裹 {0}。快递推送的消息和真的一样有签名。', 'Parcel {0}. The carrier’s pushes are signed like the real ones.'],
  moving: ['运输中', 'In transit'],
  outForDelivery: ['派送中', 'Out for delivery'],
  signed: ['签收', 'Sign for it'],
  receiptTitle: ['您又是顾客了', 'You are the shopper again'],
  receiptHint: ['确认收货，或把时钟拨快 10 天，看它自动确认。', 'Confirm the receipt, or turn the clock by ten days and see it confirmed by itself.'],
  confirmReceipt: ['确认收货', 'Confirm receipt'],
  pickupHint: ['顾客到店取走货品。', 'The shopper picks the goods up.'],
  doneTitle: ['走完了', 'That was the whole story'],
  doneHint: ['这一单的每一步都在下面的时间线和流程图里。', 'Every step of this order is in the timeline and the diagram below.'],
  cancelledTitle: ['订单已取消', 'Order cancelled'],
  cancelledHint: ['库存和优惠券都已退回。', 'Stock and coupons went back.'],
  holdTitle: ['订单暂停处理', 'The order is on hold'],
  timeline: ['时间线', 'Timeline'],
  flow: ['流程走到哪里', 'Where the flow stands'],
  flowHint: ['这是正在运行的模型，高亮处是订单的位置。', 'This is the model that runs; the order stands where it glows.'],
  flowEnded: ['流程已经走完，停在高亮的终点。', 'The flow has come to its end, where it glows.'],
  wholePicture: ['看整图', 'Whole picture'],
  closer: ['放大', 'Closer'],
  clock: ['业务时钟', 'Business clock'],
  clockHint: ['拨快时钟，期间到期的事会依次发生。', 'Turn the clock: what falls due in between happens in its order.'],
  minutes: ['+{0} 分钟', '+{0} min'],
  hours: ['+{0} 小时', '+{0} h'],
  days: ['+{0} 天', '+{0} days'],
  turning: ['正在拨动时钟…', 'Turning the clock…'],
  amounts: ['商品与金额', 'Goods and amounts'],
  paid: ['实付', 'Paid'],
  placedAt: ['下单时间', 'Placed'],
  events: ['事件流', 'Events'],
  eventsHint: [
    '与 RabbitMQ 上相同的 CloudEvents，这里经 HTTP 读取。',
    'The same CloudEvents as on RabbitMQ, read over HTTP here.',
  ],
  noEvents: ['还没有事件', 'No events yet'],
  tools: ['工具', 'Tools'],
  cockpit: ['Cockpit：查看与修复流程', 'Cockpit: look at and repair flows'],
  cashier: ['沙箱收银台', 'Sandbox cashier'],
  apiDocs: ['接口文档', 'API reference'],
  eventsLink: ['事件流', 'Event stream'],
  users: ['演示账号', 'Demo users'],
  usersHint: ['员工登录的密码与用户名相同；程序把它当作 API 密钥。', 'Staff sign in with the name as password; programs use it as the API key.'],
  role: ['角色', 'Role'],
  key: ['账号 / 密钥', 'User / key'],
  failed: ['没有成功', 'That did not work'],
  offline: ['连不上服务', 'The service cannot be reached'],
  notFound: ['没有这个页面', 'There is no such page'],
  openInCockpit: ['在 Cockpit 中打开', 'Open in Cockpit'],
  copy: ['复制', 'Copy'],
  by_shopper: ['顾客', 'shopper'],
  by_system: ['系统', 'system'],
  by_gateway: ['支付渠道', 'gateway'],
  by_carrier: ['快递', 'carrier'],
  PENDING_PAYMENT: ['待付款', 'Awaiting payment'],
  PAID: ['待发货', 'Paid'],
  PARTLY_SHIPPED: ['部分发货', 'Partly shipped'],
  SHIPPED: ['已发货', 'Shipped'],
  DELIVERED: ['已签收', 'Delivered'],
  COMPLETED: ['已完成', 'Completed'],
  CANCELLED: ['已取消', 'Cancelled'],
  CLOSED: ['已关闭', 'Closed'],
  step_placed: ['下单', 'Placed'],
  step_paid: ['付款', 'Paid'],
  step_shipped: ['发货', 'Shipped'],
  step_delivered: ['签收', 'Delivered'],
  step_completed: ['完成', 'Done'],
  CLOSING: ['正在取消', 'Being cancelled'],
  RISK_REVIEW: ['风险审核', 'Risk review'],
  MISSING_AT_GATEWAY: ['渠道未确认', 'Not confirmed by the gateway'],
  AMOUNT_MISMATCH: ['金额不符', 'Amounts disagree'],
  TRANSACTION_REUSED: ['交易号重复', 'Transaction used twice'],
  color: ['颜色', 'Colour'],
};

const LANGUAGE_KEY = 'orderloom.language';
let language = localStorage.getItem(LANGUAGE_KEY) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const currentLanguage = () => language;

export function switchLanguage() {
  language = language === 'zh' ? 'en' : 'zh';
  localStorage.setItem(LANGUAGE_KEY, language);
}

export function t(key, ...values) {
  const words = WORDS[key];
  const text = words ? words[language === 'zh' ? 0 : 1] : key;
  return text.replace(/\{(\d)\}/g, (_, index) => values[index]);
}

export const known = (key) => key in WORDS;

// A thing's own name in the reader's language.
export const named = (thing) => (language === 'en' && thing.nameEn ? thing.nameEn : thing.name);
export const otherName = (thing) => (language === 'en' ? thing.name : thing.nameEn);

export const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

export function moment(iso, style = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }) {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { hour12: false, ...style }).format(new Date(iso));
}

// Variants are written in both languages, Chinese first: "红 Red", "100克 100 g", "M".
export function spec(text) {
  const both = text.match(/^(\S*[\u4e00-\u9fff]\S*) (.+)$/);
  return both ? both[language === 'zh' ? 1 : 2] : text;
}
