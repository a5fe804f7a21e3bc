package io.orderloom.payment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.BillSource.Bill;
import io.orderloom.payment.gateway.BillDriver;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day's bill over the sandbox's wire, through WeChat Pay's own SDK. */
class WeChatPayBillsTest {

    private static GatewaySandbox sandbox;
    private static BillSource bills;
    private static LocalDate today;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sandbox = new GatewaySandbox(directory, "http://127.0.0.1:9", Duration.ofSeconds(3));
        WeChatPaySettings settings = sandbox.bind(
                "orderloom.wechat-pay", WeChatPaySettings.class, Map.of("orderloom.wechat-pay.read-timeout", "1s"));
        today = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));
        bills = new WeChatPayBills(settings, new WeChatPayKeys(settings, Instant::now));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @Test
    void everyLineOfTheDayIsReadWithItsFeeAndFromTheAccountToo(@TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(3);
        plant(day, "PAYMENT0000000001", 12_345);
        plant(day, "PAYMENT0000000002", 1);

        List<String> read = read(bills.fetch(day, directory));

        assertThat(read)
                .containsExactly(
                        "CHARGE PAYMENT0000000001 PAYMENT0000000001 12345 74",
                        "CHARGE PAYMENT0000000002 PAYMENT0000000002 1 0",
                        "moved CHARGE PAYMENT0000000001 12345",
                        "moved CHARGE PAYMENT0000000002 1");
    }

    @Test
    void aDayOnWhichNothingHappenedIsAnEmptyBill(@TempDir Path directory) throws IOException {
        assertThat(read(bills.fetch(today.minusDays(30), directory))).isEmpty();
    }

    @Test
    void aBillThatIsNotMadeYetIsPending(@TempDir Path directory) throws IOException {
        assertThat(bills.fetch(today, directory)).isInstanceOf(Outcome.Pending.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP_500", "TIMEOUT", "RESET", "HALF_BODY", "SYSTEM_ERROR", "BAD_SIGNATURE", "RATE_LIMITED"})
    void aGatewayInTroubleIsAskedLaterAndHarmsNothing(String answer, @TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(4);
        plant(day, "PAYMENT0000000003", 500);
        sandbox.fault("WECHAT_PAY", "bill", answer, false);

        assertThat(bills.fetch(day, directory)).isNotInstanceOf(Outcome.Succeeded.class);
        assertThat(read(bills.fetch(day, directory))).hasSize(2);
    }

    @Test
    void aFileThatIsCutOffIsFetchedAgain(@TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(5);
        plant(day, "PAYMENT0000000004", 500);
        BillDriver.faultAt(sandbox, "WECHAT_PAY", "billdownload", "HALF_BODY");

        assertThat(bills.fetch(day, directory)).isInstanceOf(Outcome.Unknown.class);
        assertThat(read(bills.fetch(day, directory))).hasSize(2);
    }

    private static void plant(LocalDate day, String paymentNo, long fen) {
        BillDriver.plant(sandbox, "WECHAT_PAY", day, paymentNo, fen);
    }

    private static List<String> read(Outcome<Bill> outcome) throws IOException {
        return BillDriver.read(outcome);
    }
}
