package io.orderloom.bench;

import io.orderloom.OrderloomApplication;
import io.orderloom.customer.ShippingAddress;
import io.orderloom.engine.DueWorkRunner;
import io.orderloom.engine.EngineClock;
import io.orderloom.engine.Transactions;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.RecordTracking;
import io.orderloom.fulfilment.ShipParcel;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.fulfilment.TrackingNews;
import io.orderloom.fulfilment.TrackingState;
import io.orderloom.order.PlaceOrder;
import io.orderloom.order.ReceiveOrder;
import io.orderloom.payment.Channel;
import io.orderloom.payment.OpenPayment;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.Scene;
import io.orderloom.payment.TakeNotification;
import io.orderloom.pricing.Basket;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.MariaDbServer;
import io.orderloom.testing.OnlyProductClasses;
import io.orderloom.testing.Ports;
import io.orderloom.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The whole service in this JVM, driven at its use-cases. As the product is, or with the engine and the
 * connections as Camunda's starter, Hikari and Connector/J come.
 */
final class ServiceVariant implements Variant {

    /** So many that none of them orders more than a hundred times an hour, which the risk rules would hold. */
    private static final int SHOPPERS = 10_000;

    /** After the gateways heard of a parcel, its process still has to commit. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final Duration LONGEST_JOB = Duration.ofSeconds(60);

    private final String name;
    private final MariaDbServer server;
    private final TestDatabase database;
    private final InstantGateways gateways;
    private final ConfigurableApplicationContext context;
    private final AtomicLong orders = new AtomicLong();

    private ServiceVariant(
            String name,
            MariaDbServer server,
            TestDatabase database,
            InstantGateways gateways,
            ConfigurableApplicationContext context) {
        this.name = name;
        this.server = server;
        this.database = database;
        this.gateways = gateways;
        this.context = context;
    }

    static ServiceVariant product(String name, BenchDatabase on) {
        return start(name, on, false, List.of(), List.of());
    }

    /**
     * The same with some settings more.
     *
     * @param watchers look at every bean
     */
    static ServiceVariant product(
            String name, BenchDatabase on, List<String> settings, List<BeanPostProcessor> watchers) {
        return start(name, on, false, settings, watchers);
    }

    static ServiceVariant onCamundaDefaults(String name, BenchDatabase on) {
        ServiceVariant variant = start(name, on, true, List.of(), List.of());
        JdbcClient.create(variant.database.dataSource())
                .sql("DROP INDEX ACT_IDX_JOB_DUE ON ACT_RU_JOB")
                .update();
        return variant;
    }

    private static ServiceVariant start(
            String name, BenchDatabase on, boolean stock, List<String> settings, List<BeanPostProcessor> watchers) {
        MariaDbServer server = on.server();
        TestDatabase database = on.database();
        InstantGateways gateways = new InstantGateways();
        List<String> arguments = new ArrayList<>(List.of(
                "--orderloom.mode=demo",
                "--server.port=" + Ports.free(),
                "--orderloom.sandbox.port=" + Ports.free(),
                "--orderloom.data-dir=" + temporaryDirectory(),
                "--logging.level.root=WARN",
                "--logging.level.io.orderloom=WARN",
                "--spring.datasource.url=" + on.bareUrl(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password()));
        arguments.addAll(settings);
        if (stock) {
            arguments.addAll(StockEngine.SETTINGS);
        }
        SpringApplication application = new SpringApplication(OrderloomApplication.class);
        application.addInitializers(starting -> {
            starting.getBeanFactory().registerSingleton("onlyProductClasses", new OnlyProductClasses());
            starting.addBeanFactoryPostProcessor(behindThePorts(gateways));
            watchers.forEach(starting.getBeanFactory()::addBeanPostProcessor);
            if (stock) {
                starting.addBeanFactoryPostProcessor(new StockEngine(starting.getEnvironment()));
            }
        });
        ConfigurableApplicationContext context = application.run(arguments.toArray(String[]::new));
        ServiceVariant variant = new ServiceVariant(name, server, database, gateways, context);
        variant.rest();
        return variant;
    }

    private static BeanFactoryPostProcessor behindThePorts(InstantGateways gateways) {
        return factory -> {
            BeanDefinitionRegistry beans = (BeanDefinitionRegistry) factory;
            replace(beans, "weChatPayGateway", PaymentGateway.class, gateways::payments);
            replace(beans, "kuaidi100Carriers", Carriers.class, gateways::carriers);
            replace(beans, "weChatShippingInfo", ShippingInfo.class, gateways::shippingInfo);
        };
    }

    private static <T> void replace(BeanDefinitionRegistry beans, String name, Class<T> port, Supplier<T> with) {
        beans.removeBeanDefinition(name);
        beans.registerBeanDefinition(name, new RootBeanDefinition(port, with));
    }

    private static String temporaryDirectory() {
        try {
            return Files.createTempDirectory("orderloom-bench").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public MariaDbServer server() {
        return server;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    TestDatabase database() {
        return database;
    }

    @Override
    public void wake() {
        context.getBean(EngineClock.class).resume();
        context.getBean(DueWorkRunner.class).resume();
    }

    @Override
    public void rest() {
        context.getBean(DueWorkRunner.class).pause();
        context.getBean(EngineClock.class).pause(LONGEST_JOB);
    }

    /** Places an order that waits for its payment. */
    OrderNo place(int pair) {
        List<SkuId> skus = Goods.pair(pair);
        ShopperId shopper = new ShopperId("shopper-" + orders.incrementAndGet() % SHOPPERS);
        return place(shopper, skus);
    }

    private OrderNo place(ShopperId shopper, List<SkuId> skus) {
        PlaceOrder placeOrder = context.getBean(PlaceOrder.class);
        PlaceOrder.Wish wish = new PlaceOrder.Wish(
                shopper,
                new Basket(
                        List.of(new Basket.Item(skus.get(0), 2), new Basket.Item(skus.get(1), 1)),
                        List.of(),
                        DeliveryMethod.EXPRESS,
                        addressOf(shopper).province()),
                addressOf(shopper),
                null,
                Money.ofFen(Goods.PAYABLE_FEN),
                null);
        PlaceOrder.Judged judged = placeOrder.judge(wish);
        return context.getBean(Transactions.class)
                .run(() -> placeOrder.place(judged))
                .orderNo();
    }

    /** Everybody lives elsewhere, as the risk rules expect. */
    private static ShippingAddress addressOf(ShopperId shopper) {
        return new ShippingAddress("张三", "13800000000", "浙江省", "杭州市", "西湖区", "文三路 1 号 " + shopper);
    }

    @Override
    public Way newOrder() {
        return new OrderWay(new ShopperId("shopper-" + orders.incrementAndGet() % SHOPPERS));
    }

    private final class OrderWay implements Way {

        private final Transactions transactions = context.getBean(Transactions.class);
        private final BusinessClock clock = context.getBean(BusinessClock.class);
        private final ShopperId shopper;
        private @Nullable OrderNo orderNo;
        private @Nullable PaymentNo paymentNo;

        OrderWay(ShopperId shopper) {
            this.shopper = shopper;
        }

        @Override
        public boolean ready(Step step) {
            if (step != Step.SIGNED) {
                return true;
            }
            Long told = gateways.toldOf(trackingNo(), payment().value());
            return told != null && System.nanoTime() - told > SETTLING_NANOS;
        }

        @Override
        public void take(Step step) {
            switch (step) {
                case PLACE -> orderNo = place(shopper, Goods.pair(Goods.nextPair()));
                case OPEN_PAYMENT -> openPayment();
                case PAID -> reportPaid();
                case SHIP ->
                    transactions.run(() -> context.getBean(ShipParcel.class)
                            .ship(new ShipParcel.Parcel(order(), "SF", trackingNo(), List.of()), "warehouse"));
                case SIGNED -> {
                    TrackingNews signed = new TrackingNews(clock.now(), TrackingState.SIGNED, "已签收");
                    context.getBean(RecordTracking.class)
                            .pushed(new Carriers.Track(trackingNo(), TrackingState.SIGNED, List.of(signed)));
                    gateways.forget(trackingNo(), payment().value());
                }
                case RECEIPT ->
                    transactions.run(() -> context.getBean(ReceiveOrder.class).confirm(order(), shopper));
            }
        }

        private void openPayment() {
            OpenPayment opening = context.getBean(OpenPayment.class);
            PaymentNo intended = transactions.run(() -> opening.intend(new OpenPayment.Wish(
                    shopper,
                    order(),
                    null,
                    Channel.WECHAT_PAY,
                    Scene.MINI_PROGRAM,
                    "openid-" + shopper.value(),
                    null)));
            opening.tellGateway(intended, opened -> {});
            paymentNo = intended;
        }

        private void reportPaid() {
            context.getBean(TakeNotification.class)
                    .take(new PaymentNotification(
                            Channel.WECHAT_PAY,
                            "N" + payment().value(),
                            new PaymentGateway.GatewayPayment(
                                    payment().value(),
                                    PaymentGateway.State.PAID,
                                    Goods.PAYABLE_FEN,
                                    Money.CURRENCY,
                                    "42" + payment().value(),
                                    clock.now(),
                                    "openid-" + shopper.value(),
                                    true)));
        }

        private OrderNo order() {
            return Objects.requireNonNull(orderNo);
        }

        private PaymentNo payment() {
            return Objects.requireNonNull(paymentNo);
        }

        private String trackingNo() {
            return "SF" + order().value();
        }
    }
}
