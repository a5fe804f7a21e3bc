package io.orderloom.sandbox;

import io.orderloom.sandbox.alipay.Alipay;
import io.orderloom.sandbox.bills.BillControls;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Journal;
import io.orderloom.sandbox.cashier.CashierPage;
import io.orderloom.sandbox.control.ClockControls;
import io.orderloom.sandbox.control.Controls;
import io.orderloom.sandbox.control.KnownPayments;
import io.orderloom.sandbox.control.NotificationControls;
import io.orderloom.sandbox.faults.Faults;
import io.orderloom.sandbox.gateway.Courier;
import io.orderloom.sandbox.gateway.Deliveries;
import io.orderloom.sandbox.gateway.PaymentChannel;
import io.orderloom.sandbox.gateway.Settlement;
import io.orderloom.sandbox.kuaidi100.Kuaidi100;
import io.orderloom.sandbox.miniprogram.MiniProgram;
import io.orderloom.sandbox.schedule.MovableClock;
import io.orderloom.sandbox.schedule.Schedule;
import io.orderloom.sandbox.unionpay.UnionPay;
import io.orderloom.sandbox.wechatpay.WechatPay;
import io.orderloom.sandbox.wire.Routes;
import io.orderloom.sandbox.wire.WebServer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A running sandbox: all gateways, their books and controls behind one port. */
public final class Sandbox implements AutoCloseable {

    private final WebServer server;
    private final Schedule schedule;
    private final Journal journal;
    private final String baseUrl;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Sandbox(WebServer server, Schedule schedule, Journal journal, String baseUrl) {
        this.server = server;
        this.schedule = schedule;
        this.journal = journal;
        this.baseUrl = baseUrl;
    }

    /**
     * Starts a sandbox over the books in its data directory.
     *
     * @throws IllegalStateException if the port is taken
     * @throws java.io.UncheckedIOException if the books cannot be read or written
     */
    public static Sandbox start(SandboxSettings settings) {
        Supplier<Instant> wireClock = Clock.systemUTC()::instant;
        Journal journal = Journal.open(settings.dataDirectory());
        Supplier<Instant> given = settings.clock();
        MovableClock own = new MovableClock(wireClock, ClockControls.kept(journal));
        Supplier<Instant> clock = given != null ? given : own;
        Schedule schedule = new Schedule(clock);
        Books books = new Books(journal);
        Bills bills = new Bills(books, journal, clock);
        Faults faults = new Faults();
        Courier courier = new Courier();
        Deliveries deliveries = new Deliveries(journal, schedule, clock, faults, courier);
        Settlement settlement =
                new Settlement(books, schedule, clock, settings.wechatPay().refundDelay());
        CompletableFuture<String> address = new CompletableFuture<>();

        List<PaymentChannel> channels = List.of(
                new WechatPay(
                        settings.wechatPay(),
                        books,
                        bills,
                        faults,
                        deliveries,
                        settlement,
                        clock,
                        wireClock,
                        address::join),
                new Alipay(
                        settings.alipay(), books, bills, journal, faults, deliveries, clock, wireClock, address::join),
                new UnionPay(settings.unionPay(), books, bills, faults, deliveries, settlement, clock));
        KnownPayments payments = new KnownPayments(books, channels, settings.servicePayments());
        Routes routes = new Routes();
        channels.forEach(channel -> channel.register(routes));
        new Kuaidi100(settings.kuaidi100(), journal, faults, deliveries, clock).register(routes);
        new MiniProgram(
                        settings.miniProgram(),
                        settings.wechatPay().mchId(),
                        books,
                        journal,
                        faults,
                        courier,
                        clock,
                        wireClock)
                .register(routes);
        new Controls(books, payments, faults, settlement, clock, channels).register(routes);
        new BillControls(bills, channels.stream().map(PaymentChannel::name).toList()).register(routes);
        new NotificationControls(books, payments, courier, channels).register(routes);
        new ClockControls(clock, given == null ? own : null, schedule, journal).register(routes);
        new CashierPage().register(routes);

        WebServer server = serve(settings, routes, journal);
        String host = settings.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : settings.bindAddress();
        String baseUrl = (settings.tls() == null ? "http://" : "https://") + host + ":" + server.port();
        address.complete(baseUrl);
        schedule.start();
        return new Sandbox(server, schedule, journal, baseUrl);
    }

    private static WebServer serve(SandboxSettings settings, Routes routes, Journal journal) {
        try {
            return WebServer.start(
                    settings.bindAddress(), settings.port(), settings.tls(), settings.timeoutHold(), routes);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    /** Without a slash at the end. */
    public String baseUrl() {
        return baseUrl;
    }

    /** When the next repeat, settlement or push falls due, in business time. */
    public Optional<Instant> nextDue() {
        return schedule.nextDue();
    }

    /**
     * Does what is due by the business clock and waits until it is done; for whoever moves that clock.
     *
     * @return how many things were done
     */
    public int runDue() {
        return schedule.runDue();
    }

    /** Closing twice is harmless. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        schedule.close();
        server.close();
        journal.close();
    }
}
