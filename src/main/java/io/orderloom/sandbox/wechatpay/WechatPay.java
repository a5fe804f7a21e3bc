package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.crypto.Rsa;
import io.orderloom.sandbox.faults.Fault.Operation;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.faults.GatewayCall;
import io.orderloom.sandbox.gateway.BookedNotices;
import io.orderloom.sandbox.gateway.ClientRefusal;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.gateway.Deliveries;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.wechatpay.WechatPayPrepay.Scene;
import io.orderloom.sandbox.wechatpay.WechatPaySettings.PlatformCertificate;
import io.orderloom.sandbox.wire.Handler;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** WeChat Pay APIv3 for one merchant. */
public final class WechatPay implements PaymentChannel {

    static final String NAME = "WECHAT_PAY";

    private final WechatPaySettings settings;
    private final Books books;
    private final Faults faults;
    private final BookedNotices booked;
    private final Supplier<Instant> clock;
    private final Supplier<Instant> wireClock;
    private final WechatPayKeyring keyring;
    private final WechatPaySigner signer;
    private final WechatPayWords words;
    private final WechatPayPrepay prepay;
    private final WechatPayTransactions transactions;
    private final WechatPayRefunds refunds;
    private final WechatPayBills bills;
    private final WechatPayNotices notices;

    /**
     * Wires the gateway up and resumes refunds that a stop interrupted.
     *
     * @param clock business time: expiry, success and settlement
     * @param wireClock machine time: signatures
     * @param baseUrl the sandbox's own address, for pages the payer opens
     */
    public WechatPay(
            WechatPaySettings settings,
            Books books,
            Bills bills,
            Faults faults,
            Deliveries deliveries,
            Settlement settlement,
            Supplier<Instant> clock,
            Supplier<Instant> wireClock,
            Supplier<String> baseUrl) {
        this.settings = settings;
        this.books = books;
        this.faults = faults;
        this.clock = clock;
        this.wireClock = wireClock;
        this.keyring = new WechatPayKeyring(settings);
        this.signer = new WechatPaySigner(settings, keyring, wireClock);
        this.words = new WechatPayWords(signer);
        this.prepay = new WechatPayPrepay(settings, books, clock, baseUrl);
        this.transactions = new WechatPayTransactions(settings, books, clock);
        this.bills = new WechatPayBills(settings, bills, wireClock);
        this.refunds = new WechatPayRefunds(books, clock, settlement, this::announce);
        this.notices = new WechatPayNotices(settings, keyring, signer, transactions, books, clock);
        this.booked =
                new BookedNotices(this, books, deliveries, Courier.Reply::succeeded, settings.notificationPauses());
        settlement.resume(NAME, this::announce);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> lacks() {
        return Set.of();
    }

    @Override
    public void register(Routes routes) {
        String pay = "/v3/pay/transactions";
        open(routes, pay + "/jsapi", Scene.JSAPI);
        open(routes, pay + "/native", Scene.NATIVE);
        open(routes, pay + "/h5", Scene.MWEB);
        open(routes, pay + "/app", Scene.APP);
        routes.get(pay + "/id/{transaction_id}", guarded(Operation.QUERY, transactions::byTransaction));
        routes.get(pay + "/out-trade-no/{out_trade_no}", guarded(Operation.QUERY, transactions::byPaymentNo));
        routes.post(pay + "/out-trade-no/{out_trade_no}/close", guarded(Operation.CLOSE, transactions::close));
        String refund = "/v3/refund/domestic/refunds";
        routes.post(refund, guarded(Operation.REFUND, refunds::refund));
        routes.get(refund + "/{out_refund_no}", guarded(Operation.QUERY_REFUND, refunds::query));
        routes.post(refund + "/{refund_id}/apply-abnormal-refund", guarded(Operation.REFUND, refunds::applyAbnormal));
        routes.get("/v3/bill/tradebill", guarded(Operation.BILL, (call, fate) -> bills.trade(call)));
        routes.get("/v3/bill/fundflowbill", guarded(Operation.BILL, (call, fate) -> bills.fundFlow(call)));
        // A file is sent without a signature; who fetches it has its hash.
        Handler file = faults.around(NAME, Operation.BILL, words, (call, fate) -> bills.file(call));
        routes.get("/v3/billdownload/file", call -> {
            signer.check(call);
            return file.handle(call);
        });
        routes.get("/v3/certificates", certificates());
        new WechatPayKeyControls(keyring).register(routes);
    }

    @Override
    public Payment openInClient(String scene, JsonNode params) throws ClientRefusal {
        String handle =
                switch (scene) {
                    case "MINI_PROGRAM" -> prepayIdOfMiniProgram(params);
                    case "APP" -> prepayIdOfApp(params);
                    case "NATIVE" -> text(params, "codeUrl");
                    case "H5" -> text(params, "url");
                    default -> throw new ClientRefusal("WeChat Pay knows no scene " + scene);
                };
        Payment payment = books.paymentByHandle(NAME, handle)
                .orElseThrow(() -> new ClientRefusal("WeChat Pay never gave out this payment"));
        Instant now = clock.get();
        Payment.State state = payment.stateAt(now);
        if (state != Payment.State.NOTPAY) {
            throw new ClientRefusal("The payment is " + state);
        }
        if (!payment.handleIssuedAt().plus(WechatPayPrepay.HANDLE_LIFE).isAfter(now)) {
            throw new ClientRefusal("The prepay id is older than two hours");
        }
        return payment;
    }

    @Override
    public void announce(Payment payment) {
        booked.ofPayment(payment.paymentNo());
    }

    @Override
    public void announce(Refund refund) {
        if (refund.notifyUrl() != null) {
            booked.ofRefund(refund.refundNo());
        }
    }

    @Override
    public Outbound compose(Payment payment, NotificationOrder order) {
        return notices.compose(payment, order);
    }

    @Override
    public Outbound compose(Refund refund, NotificationOrder order) {
        return notices.compose(refund, order);
    }

    private void open(Routes routes, String path, Scene scene) {
        routes.post(path, guarded(Operation.PREPAY, (call, fate) -> prepay.open(scene, call)));
    }

    /** Who calls is checked before anything happens; what succeeds is signed; what a tester ordered befalls it. */
    private Handler guarded(Operation operation, GatewayCall call) {
        Handler befallen = faults.around(
                NAME, operation, words, (request, fate) -> signer.signed(request, call.answer(request, fate)));
        return request -> {
            signer.check(request);
            return befallen.handle(request);
        };
    }

    private Handler certificates() {
        Handler befallen = faults.around(
                NAME, Operation.CERTIFICATES, words, (call, fate) -> signer.signedByCertificate(certificateList()));
        return call -> {
            signer.check(call);
            return befallen.handle(call);
        };
    }

    /** Merchants without a platform certificate are told that there is none. */
    private HttpAnswer certificateList() {
        List<PlatformCertificate> certificates = keyring.certificates();
        if (certificates.isEmpty()) {
            throw WechatPayWords.refusal(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥");
        }
        Instant now = wireClock.get();
        WechatPayCipher cipher = new WechatPayCipher(keyring.apiV3Key());
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        for (PlatformCertificate certificate : certificates) {
            data.addObject()
                    .put("serial_no", certificate.serial())
                    .put("effective_time", WechatPayWords.moment(now.minus(Duration.ofDays(1))))
                    .put("expire_time", WechatPayWords.moment(now.plus(Duration.ofDays(364))))
                    .set(
                            "encrypt_certificate",
                            cipher.encrypt("certificate", certificate.pem().getBytes(StandardCharsets.UTF_8)));
        }
        return HttpAnswer.json(200, answer);
    }

    private String prepayIdOfMiniProgram(JsonNode params) throws ClientRefusal {
        String packed = text(params, "package");
        if (!packed.startsWith("prepay_id=")) {
            throw new ClientRefusal("package must be prepay_id=…");
        }
        if (!text(params, "signType").equals("RSA")) {
            throw new ClientRefusal("signType must be RSA");
        }
        checkPaySign(
                settings.appId(), text(params, "timeStamp"), text(params, "nonceStr"), packed, text(params, "paySign"));
        return packed.substring("prepay_id=".length());
    }

    private String prepayIdOfApp(JsonNode params) throws ClientRefusal {
        String prepayId = text(params, "prepayId", "prepayid");
        if (!text(params, "appId", "appid").equals(settings.appId())
                || !text(params, "partnerId", "partnerid").equals(settings.mchId())) {
            throw new ClientRefusal("appId or partnerId is not this merchant's");
        }
        if (!text(params, "package", "packageVal", "packageValue").equals("Sign=WXPay")) {
            throw new ClientRefusal("package must be Sign=WXPay");
        }
        checkPaySign(
                settings.appId(),
                text(params, "timeStamp", "timestamp"),
                text(params, "nonceStr", "noncestr"),
                prepayId,
                text(params, "sign"));
        return prepayId;
    }

    private void checkPaySign(String appId, String timestamp, String nonce, String last, String sign)
            throws ClientRefusal {
        if (!timestamp.matches("\\d{10}")) {
            throw new ClientRefusal("timeStamp must be in seconds");
        }
        if (nonce.length() > 32) {
            throw new ClientRefusal("nonceStr has at most 32 characters");
        }
        String signed = appId + "\n" + timestamp + "\n" + nonce + "\n" + last + "\n";
        byte[] text = signed.getBytes(StandardCharsets.UTF_8);
        if (keyring.merchantKeys().stream().noneMatch(key -> Rsa.verifies(key, text, sign))) {
            throw new ClientRefusal("The merchant's signature is wrong");
        }
    }

    /** The first of these names that is there; clients of different systems spell them differently. */
    private static String text(JsonNode params, String... names) throws ClientRefusal {
        for (String name : names) {
            if (params.path(name).isTextual() && !params.path(name).textValue().isBlank()) {
                return params.path(name).textValue();
            }
        }
        throw new ClientRefusal(names[0] + " is missing or no text");
    }
}
