package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.alipay.AlipayAnswers.Refusal;
import io.orderloom.sandbox.alipay.AlipayTrades.Product;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.control.KeyControls;
import io.orderloom.sandbox.faults.Fault.Operation;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.gateway.BookedNotices;
import io.orderloom.sandbox.gateway.ClientRefusal;
import io.orderloom.sandbox.gateway.Deliveries;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Alipay's gateway for one application of one merchant. */
public final class Alipay implements PaymentChannel {

    /** Where the gateway answers, below the sandbox's own address. */
    public static final String PATH = "/alipay/gateway.do";

    static final String NAME = "ALIPAY";

    private static final String BILL_PATH = "/alipay/downloadBillFile.resource";

    private static final String WAP = "alipay.trade.wap.pay";
    private static final String APP = "alipay.trade.app.pay";
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final AlipaySettings settings;
    private final Books books;
    private final Faults faults;
    private final BookedNotices booked;
    private final Supplier<Instant> clock;
    private final Supplier<Instant> wireClock;
    private final Supplier<String> baseUrl;
    private final AlipayKeyring keyring;
    private final AlipaySigner signer;
    private final AlipayTrades trades;
    private final AlipayRefunds refunds;
    private final AlipayNotices notices;
    private final AlipayBills bills;

    /**
     * Wires the gateway up.
     *
     * @param clock business time: expiry and payment
     * @param wireClock machine time: the calls' timestamps
     * @param baseUrl the sandbox's own address, for the page that the payer opens
     */
    public Alipay(
            AlipaySettings settings,
            Books books,
            Bills bills,
            Journal journal,
            Faults faults,
            Deliveries deliveries,
            Supplier<Instant> clock,
            Supplier<Instant> wireClock,
            Supplier<String> baseUrl) {
        this.settings = settings;
        this.books = books;
        this.faults = faults;
        this.clock = clock;
        this.wireClock = wireClock;
        this.baseUrl = baseUrl;
        this.keyring = new AlipayKeyring(settings);
        this.signer = new AlipaySigner(keyring);
        this.trades = new AlipayTrades(settings, books, journal, clock);
        this.refunds = new AlipayRefunds(books, trades, clock, this::announce);
        this.notices = new AlipayNotices(settings, signer, trades, books, clock);
        this.bills = new AlipayBills(settings, bills, wireClock);
        // Whatever the status, only this word counts.
        this.booked = new BookedNotices(
                this,
                books,
                deliveries,
                reply -> reply.body().strip().equals("success"),
                settings.notificationPauses());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> lacks() {
        return Set.of(Operation.CERTIFICATES);
    }

    @Override
    public void register(Routes routes) {
        new KeyControls<>("alipay", AlipayKeyring.Kind.class, keyring::take).register(routes);
        routes.post(PATH, this::call);
        routes.get(PATH, this::page);
        AlipayAnswers plain = new AlipayAnswers(signer, "file");
        routes.get(BILL_PATH, faults.around(NAME, Operation.BILL, plain, (call, fate) -> bills.file(call)));
    }

    @Override
    public Payment openInClient(String scene, JsonNode params) throws ClientRefusal {
        Payment payment =
                switch (scene) {
                    case "MINI_PROGRAM" -> handedOut(text(params, "tradeNO"));
                    case "NATIVE" -> handedOut(text(params, "codeUrl"));
                    case "APP" -> registered(APP, Product.QUICK_MSECURITY_PAY, text(params, "orderString"));
                    case "H5" -> {
                        String url = text(params, "url");
                        int query = url.indexOf(PATH + "?");
                        if (query < 0) {
                            throw new ClientRefusal("The address is not this gateway's");
                        }
                        yield registered(WAP, Product.QUICK_WAP_WAY, url.substring(query + PATH.length() + 1));
                    }
                    default -> throw new ClientRefusal("Alipay knows no scene " + scene);
                };
        Payment.State state = payment.stateAt(clock.get());
        if (state != Payment.State.NOTPAY) {
            throw new ClientRefusal("The payment is " + state);
        }
        trades.scan(payment);
        return payment;
    }

    @Override
    public void announce(Payment payment) {
        booked.ofPayment(payment.paymentNo());
    }

    @Override
    public void announce(Refund refund) {
        booked.ofRefund(refund.refundNo());
    }

    @Override
    public Outbound compose(Payment payment, NotificationOrder order) {
        return notices.compose(payment, order);
    }

    @Override
    public Outbound compose(Refund refund, NotificationOrder order) {
        return notices.compose(refund, order);
    }

    /** Who calls is checked before anything happens; what a tester ordered befalls what is left. */
    private HttpAnswer call(HttpCall call) {
        Map<String, String> fields = new HashMap<>(call.queryFields());
        fields.putAll(call.formFields());
        String method = fields.getOrDefault("method", "");
        AlipayAnswers answers = new AlipayAnswers(signer, method);
        try {
            Operation operation = operation(method);
            check(fields);
            JsonNode content = content(fields);
            return faults.around(NAME, operation, answers, (request, fate) -> {
                        try {
                            return answer(method, content, fields, fate, answers);
                        } catch (AlipayAnswers.Refusing e) {
                            return answers.refusal(e.refusal());
                        }
                    })
                    .handle(call);
        } catch (AlipayAnswers.Refusing e) {
            return answers.refusal(e.refusal());
        }
    }

    private HttpAnswer answer(
            String method, JsonNode content, Map<String, String> fields, Fate fate, AlipayAnswers answers) {
        return switch (method) {
            case "alipay.trade.create" -> {
                Payment opened = trades.open(Product.JSAPI_PAY, content, fields.get("notify_url"));
                yield answers.success(
                        numbers(opened).put("trade_no", opened.terms().transactionId()));
            }
            case "alipay.trade.precreate" -> {
                Payment opened = trades.open(Product.FACE_TO_FACE_PAYMENT, content, fields.get("notify_url"));
                yield answers.success(numbers(opened).put("qr_code", opened.handle()));
            }
            case "alipay.trade.query" -> {
                Payment payment = trades.known(content);
                boolean open = payment.stateAt(clock.get()) == Payment.State.NOTPAY;
                yield open && fate == Fate.UNDECIDED
                        ? answers.paying(numbers(payment))
                        : answers.success(trades.describe(payment));
            }
            case "alipay.trade.close" -> {
                if (fate != Fate.NORMAL) {
                    throw Refusal.business("TRADE_STATUS_ERROR", "交易状态不合法").refusing();
                }
                yield answers.success(trades.close(content));
            }
            case "alipay.trade.refund" -> answers.success(refunds.refund(content, fate));
            case "alipay.trade.fastpay.refund.query" -> answers.success(refunds.query(content, fate));
            case "alipay.data.dataservice.bill.downloadurl.query" ->
                answers.success(Json.object()
                        .put("bill_download_url", baseUrl.get() + BILL_PATH + "?token=" + bills.offer(content)));
            default -> throw unknownMethod();
        };
    }

    private static Operation operation(String method) {
        return switch (method) {
            case "alipay.trade.create", "alipay.trade.precreate" -> Operation.PREPAY;
            case "alipay.trade.query" -> Operation.QUERY;
            case "alipay.trade.close" -> Operation.CLOSE;
            case "alipay.trade.refund" -> Operation.REFUND;
            case "alipay.trade.fastpay.refund.query" -> Operation.QUERY_REFUND;
            case "alipay.data.dataservice.bill.downloadurl.query" -> Operation.BILL;
            default -> throw unknownMethod();
        };
    }

    private static RuntimeException unknownMethod() {
        return Refusal.argument("invalid-method", "不存在的方法名").refusing();
    }

    private void check(Map<String, String> fields) {
        checkSignature(fields);
        try {
            Instant at = LocalDateTime.parse(fields.getOrDefault("timestamp", ""), TIMESTAMP)
                    .atZone(AlipayTrades.BEIJING)
                    .toInstant();
            if (Duration.between(at, wireClock.get()).abs().compareTo(WINDOW) <= 0) {
                return;
            }
        } catch (DateTimeException e) {
            throw Refusal.argument("invalid-timestamp", "非法的时间戳参数").refusing();
        }
        throw Refusal.argument("invalid-timestamp", "时间戳与当前时间相差过大").refusing();
    }

    private void checkSignature(Map<String, String> fields) {
        if (!settings.appId().equals(fields.get("app_id"))) {
            throw Refusal.argument("invalid-app-id", "无效的AppID参数").refusing();
        }
        if (!"RSA2".equals(fields.get("sign_type"))) {
            throw Refusal.argument("invalid-signature-type", "无效的签名类型").refusing();
        }
        if (!signer.isSigned(fields)) {
            throw Refusal.argument("invalid-signature", "验签出错").refusing();
        }
    }

    private static JsonNode content(Map<String, String> fields) {
        return Json.readObject(fields.getOrDefault("biz_content", "").getBytes(StandardCharsets.UTF_8))
                .orElseThrow(() -> Refusal.argument("invalid-parameter", "biz_content不是合法的JSON对象")
                        .refusing());
    }

    /** The page of a browser's payment: the trade begins here, and the payer goes on to the cashier. */
    private HttpAnswer page(HttpCall call) {
        try {
            Payment payment = openInClient("H5", Json.object().put("url", baseUrl.get() + call.target()));
            return HttpAnswer.empty(302).with("Location", baseUrl.get() + "/?paymentNo=" + payment.paymentNo());
        } catch (ClientRefusal e) {
            return HttpAnswer.text(400, "text/plain; charset=utf-8", Objects.requireNonNull(e.getMessage()));
        }
    }

    private Payment handedOut(String handle) throws ClientRefusal {
        return books.paymentByHandle(NAME, handle)
                .orElseThrow(() -> new ClientRefusal("Alipay never gave out this payment"));
    }

    /** Registers what the application signed and nobody has sent here yet. */
    private Payment registered(String method, Product product, String encoded) throws ClientRefusal {
        Map<String, String> fields = HttpCall.fields(encoded);
        try {
            checkSignature(fields);
            if (!method.equals(fields.get("method"))) {
                throw new ClientRefusal("method must be " + method);
            }
            return trades.open(product, content(fields), fields.get("notify_url"));
        } catch (AlipayAnswers.Refusing e) {
            throw new ClientRefusal(e.refusal().fineCode() + " " + e.refusal().fineMessage());
        }
    }

    private static ObjectNode numbers(Payment payment) {
        return Json.object().put("out_trade_no", payment.paymentNo());
    }

    private static String text(JsonNode params, String name) throws ClientRefusal {
        String text = params.path(name).asText("");
        if (text.isBlank()) {
            throw new ClientRefusal(name + " is missing or no text");
        }
        return text;
    }
}
