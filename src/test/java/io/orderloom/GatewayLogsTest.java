package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.orderloom.customer.MiniProgramLogin;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.payment.PaymentGateway;
import io.orderloom.payment.PaymentGateway.PaymentRef;
import io.orderloom.payment.PaymentGateway.PrepayRequest;
import io.orderloom.payment.PaymentGateway.RefundRef;
import io.orderloom.payment.PaymentGateway.RefundRequest;
import io.orderloom.payment.PaymentNotification;
import io.orderloom.payment.RefundReason;
import io.orderloom.payment.Scene;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Money;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.RefundNo;
import io.orderloom.shared.WireClock;
import io.orderloom.testing.GatewaySandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** What the gateways' adapters and SDKs log, before any masking, with everything else at TRACE. */
class GatewayLogsTest {

    private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
    private static final String PHONE = "13912345678";
    private static final String CODE = "code-of-alice-0123456789";
    private static final String SIGNATURE = "Zm9yZ2VkLXNpZ25hdHVyZS1vZi1zb21lYm9keS1lbHNl";

    private static final List<String> PAYMENT_FAULTS =
            List.of("HTTP_500", "HTTP_502", "SYSTEM_ERROR", "RESET", "HALF_BODY", "BAD_SIGNATURE");

    @Test
    void neitherSecretsNorPersonalDataAreLoggedWhateverGoesWrong(@TempDir Path directory) {
        try (GatewaySandbox sandbox = new GatewaySandbox(directory, "http://127.0.0.1:1", Duration.ofSeconds(2));
                ConfigurableApplicationContext context = context(sandbox)) {
            List<String> lines = whileListening(() -> everythingGoesWrong(sandbox, context));

            assertThat(lines)
                    .anyMatch(line -> line.contains("WeChat Pay"))
                    .anyMatch(line -> line.contains("Alipay"))
                    .anyMatch(line -> line.contains("UnionPay"))
                    .anyMatch(line -> line.contains("kuaidi100"))
                    .anyMatch(line -> line.contains("shipping information"))
                    .anyMatch(line -> line.contains("who logged in"));
            for (String secret : secrets(sandbox)) {
                assertThat(lines).noneMatch(line -> line.contains(secret));
            }
        }
    }

    private static void everythingGoesWrong(GatewaySandbox sandbox, ConfigurableApplicationContext context) {
        PaymentGateway payments = context.getBean("weChatPayGateway", PaymentGateway.class);
        PaymentGateway alipay = context.getBean("alipayGateway", PaymentGateway.class);
        Carriers carriers = context.getBean(Carriers.class);
        ShippingInfo shippingInfo = context.getBean(ShippingInfo.class);
        MiniProgramLogin login = context.getBean(MiniProgramLogin.class);
        BusinessNumbers numbers = new BusinessNumbers(Instant::now, "01");
        for (String fault : PAYMENT_FAULTS) {
            Instant now = Instant.now();
            PaymentRef payment =
                    new PaymentRef(new PaymentNo(numbers.next()), Scene.MINI_PROGRAM, now, now.plusSeconds(1800));
            for (String operation : List.of("prepay", "query", "close")) {
                sandbox.fault("WECHAT_PAY", operation, fault, true);
                sandbox.fault("ALIPAY", operation, fault, true);
            }
            PrepayRequest request = new PrepayRequest(payment, Money.ofFen(1), "Tea", OPENID, null);
            payments.prepay(request);
            payments.prepay(request);
            payments.query(payment);
            payments.query(payment);
            payments.close(payment);
            payments.close(payment);
            PaymentRef other =
                    new PaymentRef(new PaymentNo(numbers.next()), Scene.MINI_PROGRAM, now, now.plusSeconds(1800));
            PrepayRequest atAlipay = new PrepayRequest(other, Money.ofFen(1), "Tea", OPENID, null);
            alipay.prepay(atAlipay);
            alipay.prepay(atAlipay);
            alipay.query(other);
            alipay.query(other);
            alipay.close(other);
            alipay.close(other);

            atUnionPay(sandbox, context.getBean("unionPayGateway", PaymentGateway.class), numbers, fault);

            sandbox.fault("KUAIDI100", "track", fault, true);
            sandbox.fault("KUAIDI100", "track", fault, true);
            Carriers.Parcel parcel = new Carriers.Parcel("SF", "SF" + numbers.next(), PHONE);
            carriers.subscribe(parcel);
            carriers.query(parcel);

            sandbox.fault("WECHAT_MINI_PROGRAM", "shipping-info", fault, true);
            PaymentNo paid = paid(payments, numbers);
            sandbox.pay(paid.value());
            ShippingInfo.Upload upload = new ShippingInfo.Upload(
                    paid.value(),
                    false,
                    true,
                    false,
                    List.of(new ShippingInfo.Parcel("SF", "SF" + numbers.next(), "Tea", PHONE)),
                    Set.of(),
                    OPENID,
                    now);
            shippingInfo.upload(upload);
            shippingInfo.upload(upload);
            sandbox.clearFaults();
        }
        sandbox.delete("/sandbox/v1/mini-program/tokens");
        login.openid(CODE);
        assertThat(catchThrowable(() -> login.openid("bad-" + CODE))).isNotNull();
        PaymentNotification.Reader reader =
                context.getBean("weChatPayNotificationReader", PaymentNotification.Reader.class);
        assertThat(catchThrowable(() -> context.getBean("unionPayNotificationReader", PaymentNotification.Reader.class)
                        .read(new PaymentNotification.Raw(
                                Map.of(), "version=5.1.0&signMethod=01&signPubKeyCert=x&signature=" + SIGNATURE))))
                .isNotNull();
        Map<String, String> forged = Map.of(
                "wechatpay-timestamp",
                Long.toString(Instant.now().getEpochSecond()),
                "wechatpay-nonce",
                "n",
                "wechatpay-serial",
                sandbox.setting("orderloom.wechat-pay.public-key-id"),
                "wechatpay-signature",
                SIGNATURE);
        assertThat(catchThrowable(() -> reader.read(new PaymentNotification.Raw(forged, "{\"x\":\"" + OPENID + "\"}"))))
                .isNotNull();
        sandbox.close();
        assertThat(catchThrowable(() -> login.openid(CODE))).isNotNull();
    }

    private static void atUnionPay(
            GatewaySandbox sandbox, PaymentGateway unionPay, BusinessNumbers numbers, String fault) {
        Instant now = Instant.now();
        PaymentRef payment = new PaymentRef(new PaymentNo(numbers.next()), Scene.APP, now, now.plusSeconds(1800));
        PrepayRequest request = new PrepayRequest(payment, Money.ofFen(1), "Tea", null, null);
        for (String operation : List.of("prepay", "query", "refund")) {
            sandbox.fault("UNIONPAY", operation, fault, true);
        }
        unionPay.prepay(request);
        unionPay.prepay(request);
        unionPay.query(payment);
        sandbox.pay(payment.paymentNo().value());
        unionPay.query(payment);
        RefundRef refund = new RefundRef(new RefundNo(numbers.next()), payment, now);
        RefundRequest back = new RefundRequest(refund, Money.ofFen(1), Money.ofFen(1), RefundReason.STAFF, null);
        unionPay.refund(back);
        unionPay.refund(back);
        unionPay.queryRefund(refund);
    }

    private static PaymentNo paid(PaymentGateway payments, BusinessNumbers numbers) {
        Instant now = Instant.now();
        PaymentRef payment =
                new PaymentRef(new PaymentNo(numbers.next()), Scene.MINI_PROGRAM, now, now.plusSeconds(1800));
        payments.prepay(new PrepayRequest(payment, Money.ofFen(1), "Tea", OPENID, null));
        return payment.paymentNo();
    }

    private static List<String> secrets(GatewaySandbox sandbox) {
        List<String> secrets = new ArrayList<>(List.of(
                OPENID,
                PHONE,
                CODE,
                SIGNATURE,
                "WECHATPAY2-SHA256-RSA2048 ",
                "signature=",
                "signPubKeyCert=",
                "621626",
                "access_token",
                "session_key",
                "sandbox_"));
        for (String name : List.of(
                "orderloom.wechat-pay.api-v3-key",
                "orderloom.mini-program.app-secret",
                "orderloom.kuaidi100.key",
                "orderloom.kuaidi100.salt")) {
            secrets.add(sandbox.setting(name));
        }
        secrets.add(sandbox.setting("orderloom.wechat-pay.private-key").substring(100, 140));
        secrets.add(sandbox.setting("orderloom.unionpay.private-key").substring(100, 140));
        return secrets;
    }

    private static List<String> whileListening(Runnable work) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger sandboxItself = (Logger) LoggerFactory.getLogger("io.orderloom.sandbox");
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> listener = new ListAppender<>();
        listener.start();
        root.addAppender(listener);
        root.setLevel(Level.TRACE);
        // It is the other side of the wire, and no part of the service.
        sandboxItself.setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("org.apache")).setLevel(Level.OFF);
        try {
            work.run();
        } finally {
            root.setLevel(before);
            sandboxItself.setLevel(null);
            root.detachAppender(listener);
        }
        return List.copyOf(listener.list).stream()
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    private static ConfigurableApplicationContext context(GatewaySandbox sandbox) {
        Map<String, String> settings = sandbox.settings();
        String[] arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return new SpringApplicationBuilder(Adapters.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    /** Not a configuration by annotation, so that the service's own scan in other tests passes it by. */
    @ComponentScan({
        "io.orderloom.gateway",
        "io.orderloom.payment.gateway",
        "io.orderloom.fulfilment.gateway",
        "io.orderloom.customer.gateway"
    })
    @ConfigurationPropertiesScan({
        "io.orderloom.gateway",
        "io.orderloom.payment.gateway",
        "io.orderloom.fulfilment.gateway",
        "io.orderloom.customer.gateway"
    })
    static class Adapters {

        @Bean
        WireClock wireClock() {
            return Instant::now;
        }
    }
}
