package io.orderloom.sandbox.unionpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Refund;
import io.orderloom.sandbox.control.KeyControls;
import io.orderloom.sandbox.faults.Fault.Operation;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.faults.GatewayCall;
import io.orderloom.sandbox.gateway.BookedNotices;
import io.orderloom.sandbox.gateway.ClientRefusal;
import io.orderloom.sandbox.gateway.Deliveries;
import io.orderloom.sandbox.gateway.NotificationOrder;
import io.orderloom.sandbox.gateway.Outbound;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.unionpay.UnionPayOrders.Scene;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Refused;
import io.orderloom.sandbox.wire.Routes;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** UnionPay ACP 5.1.0 for one merchant. */
public final class UnionPay implements PaymentChannel {

    static final String NAME = "UNIONPAY";

    private static final String API = "/gateway/api/";

    /** A host of its own in life. */
    private static final String FILES = "/unionpay/filedownload";

    private static final int TAKEN = 200;

    private final Books books;
    private final Faults faults;
    private final BookedNotices booked;
    private final Supplier<Instant> clock;
    private final UnionPayKeyring keyring;
    private final UnionPaySigner signer;
    private final UnionPayOrders orders;
    private final UnionPayQueries queries;
    private final UnionPayRefunds refunds;
    private final UnionPayNotices notices;
    private final UnionPayFiles files;

    /**
     * Wires the gateway up and resumes refunds that a stop interrupted.
     *
     * @param clock business time: expiry, success and settlement
     */
    public UnionPay(
            UnionPaySettings settings,
            Books books,
            Bills bills,
            Faults faults,
            Deliveries deliveries,
            Settlement settlement,
            Supplier<Instant> clock) {
        this.books = books;
        this.faults = faults;
        this.clock = clock;
        this.keyring = new UnionPayKeyring(settings);
        this.signer = new UnionPaySigner(settings, keyring);
        this.orders = new UnionPayOrders(settings, signer, books, clock);
        this.queries = new UnionPayQueries(books, clock);
        this.refunds = new UnionPayRefunds(books, clock, settlement, this::announce);
        this.notices = new UnionPayNotices(settings, signer, clock);
        this.files = new UnionPayFiles(settings, bills, clock);
        this.booked = new BookedNotices(
                this, books, deliveries, reply -> reply.status() == TAKEN, settings.notificationPauses());
        settlement.resume(NAME, this::announce);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** An order that nobody paid in time expires; there is no other end. */
    @Override
    public Set<Operation> lacks() {
        return Set.of(Operation.CLOSE, Operation.CERTIFICATES);
    }

    @Override
    public void register(Routes routes) {
        new KeyControls<>("unionpay", UnionPayKeyring.Kind.class, keyring::take).register(routes);
        routes.post(API + "frontTransReq.do", this::page);
        routes.post(
                API + "appTransReq.do",
                call -> befallen(
                        call,
                        Operation.PREPAY,
                        (words, fate) -> words.done(
                                Map.of("tn", orders.open(Scene.APP, words).handle()))));
        routes.post(API + "backTransReq.do", this::back);
        routes.post(
                API + "queryTrans.do",
                call -> befallen(
                        call,
                        books.refund(NAME, call.form("orderId").orElse("")).isPresent()
                                ? Operation.QUERY_REFUND
                                : Operation.QUERY,
                        queries::query));
        routes.post(FILES, this::file);
    }

    @Override
    public Payment openInClient(String scene, JsonNode params) throws ClientRefusal {
        Payment payment =
                switch (scene) {
                    case "H5" -> submitted(text(params, "form"));
                    case "NATIVE" -> shown(text(params, "codeUrl"));
                    case "APP" -> shown(text(params, "tn"));
                    default -> throw new ClientRefusal("UnionPay knows no scene " + scene);
                };
        Payment.State state = payment.stateAt(clock.get());
        if (state != Payment.State.NOTPAY) {
            throw new ClientRefusal("The payment is " + state);
        }
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

    /** One address for whatever a merchant's server asks for. */
    private HttpAnswer back(HttpCall call) {
        return call.form("txnType").filter("04"::equals).isPresent()
                ? befallen(call, Operation.REFUND, refunds::refund)
                : befallen(
                        call,
                        Operation.PREPAY,
                        (words, fate) -> words.done(Map.of(
                                "qrCode", orders.open(Scene.NATIVE, words).handle())));
    }

    private HttpAnswer befallen(
            HttpCall call, Operation operation, BiFunction<UnionPayWords, GatewayCall.Fate, HttpAnswer> gateway) {
        UnionPayWords words = new UnionPayWords(signer, call.formFields());
        // Who calls is checked before anything happens to the call.
        orders.check(words);
        return faults.around(NAME, operation, words, (request, fate) -> gateway.apply(words, fate))
                .handle(call);
    }

    /** Files of settled days are asked for without an order's number. */
    private HttpAnswer file(HttpCall call) {
        UnionPayWords words = new UnionPayWords(signer, call.formFields());
        orders.checkSender(words);
        return faults.around(NAME, Operation.BILL, words, (request, fate) -> files.file(words))
                .handle(call);
    }

    /** The browser's form: the order becomes known, and the payer sees the cashier. */
    private HttpAnswer page(HttpCall call) {
        UnionPayWords words = new UnionPayWords(signer, call.formFields());
        Payment payment = orders.open(Scene.H5, words);
        return HttpAnswer.empty(303).with("Location", "/?paymentNo=" + payment.paymentNo());
    }

    private Payment submitted(String html) throws ClientRefusal {
        UnionPayForm form = UnionPayForm.read(html);
        if (!form.action().endsWith(API + "frontTransReq.do")) {
            throw new ClientRefusal("The form does not go to UnionPay");
        }
        try {
            return orders.open(Scene.H5, new UnionPayWords(signer, form.fields()));
        } catch (Refused e) {
            throw new ClientRefusal("UnionPay answers " + e.getMessage());
        }
    }

    private Payment shown(String handle) throws ClientRefusal {
        return books.paymentByHandle(NAME, handle)
                .orElseThrow(() -> new ClientRefusal("UnionPay never gave out this payment"));
    }

    private static String text(JsonNode params, String name) throws ClientRefusal {
        if (params.path(name).isTextual() && !params.path(name).textValue().isBlank()) {
            return params.path(name).textValue();
        }
        throw new ClientRefusal(name + " is missing or no text");
    }
}
