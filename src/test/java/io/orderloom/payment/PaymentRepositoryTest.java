package io.orderloom.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.Money;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.testing.Servers;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What may follow what in a payment's life, on the real database. */
class PaymentRepositoryTest {

    private static final DataSource DATABASE = Servers.mariaDb().migratedDataSource();
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(DATABASE));
    private final PaymentRepository payments = new PaymentRepository(
            JdbcClient.create(DATABASE),
            new PersonalDataCipher(Map.of("k", Base64.getEncoder().encodeToString(new byte[32])), "k"),
            new ObjectMapper());

    @Test
    void aRefusalAfterALostAnswerLeavesThePaymentUnknownSoThatItIsAskedAbout() {
        PaymentNo payment = opened("01M8REFUSAL00000001");
        run(() -> payments.unknown(payment, "TIMEOUT", NOON));
        run(() -> payments.opened(payment, PaymentStatus.NOT_EXECUTED, Map.of(), "refused", NOON));
        assertThat(status(payment)).isEqualTo(PaymentStatus.UNKNOWN);
        run(() -> payments.opened(payment, PaymentStatus.DECLINED, Map.of(), "NO_AUTH", NOON));
        assertThat(status(payment)).isEqualTo(PaymentStatus.UNKNOWN);
        run(() -> payments.opened(payment, PaymentStatus.PENDING, Map.of("codeUrl", "weixin://x"), null, NOON));
        assertThat(status(payment)).isEqualTo(PaymentStatus.PENDING);
    }

    @Test
    void aPaymentThatNeverReachedTheGatewayIsStillAskedAboutAndClosed() {
        PaymentNo payment = opened("01M8NEVER0000000001");
        run(() -> payments.opened(payment, PaymentStatus.NOT_EXECUTED, Map.of(), "refused", NOON));
        assertThat(payments.find(payment).orElseThrow().status().isOpen()).isTrue();
        assertThat(payments.dueForAsking(NOON, 100))
                .anyMatch(due -> due.paymentNo().equals(payment));
        run(() -> assertThat(payments.closed(payment, NOON)).isTrue());
        assertThat(payments.dueForAsking(NOON, 100))
                .noneMatch(due -> due.paymentNo().equals(payment));
    }

    @Test
    void moneyIsBookedOnceAndEvenOnAClosedPayment() {
        PaymentNo payment = opened("01M8MONEY0000000001");
        run(() -> payments.closed(payment, NOON));
        run(() -> assertThat(payments.succeeded(payment, "4200", "openid", NOON, NOON))
                .isTrue());
        run(() -> assertThat(payments.succeeded(payment, "4200", "openid", NOON, NOON))
                .isFalse());
        run(() -> assertThat(payments.closed(payment, NOON)).isFalse());
        assertThat(status(payment)).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payments.payer(payment).payerId()).isEqualTo("openid");
    }

    @Test
    void ofTwoNodesOneGetsAnAsking() {
        Payment payment = payments.find(opened("01M8ASKING000000001")).orElseThrow();
        run(() -> assertThat(payments.claimAsking(payment, NOON)).isTrue());
        run(() -> assertThat(payments.claimAsking(payment, NOON)).isFalse());
    }

    private PaymentNo opened(String number) {
        PaymentNo paymentNo = new PaymentNo(number);
        Payment payment = new Payment(
                paymentNo,
                new OrderNo("01M8ORDER0000000001"),
                null,
                Channel.WECHAT_PAY,
                Scene.NATIVE,
                PaymentStatus.PENDING,
                Money.ofFen(22_401),
                NOON,
                NOON.plusSeconds(1_800),
                null,
                null,
                Map.of(),
                null,
                NOON,
                0);
        run(() -> payments.insert(payment, new PaymentRepository.Payer(null, null), NOON));
        return paymentNo;
    }

    private PaymentStatus status(PaymentNo paymentNo) {
        return payments.find(paymentNo).orElseThrow().status();
    }

    private void run(Runnable unit) {
        transaction.executeWithoutResult(status -> unit.run());
    }
}
