package io.orderloom.payment.gateway.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.gateway.BillDriver;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a settled day over the sandbox's wire. */
class UnionPayBillsTest {

    private static final String UNIONPAY = "UNIONPAY";

    private static GatewaySandbox sandbox;
    private static BillSource bills;
    private static LocalDate today;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sandbox = new GatewaySandbox(directory, "http://127.0.0.1:9", Duration.ofSeconds(3));
        bills = bills(Map.of("orderloom.unionpay.read-timeout", "1s"));
        today = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Shanghai"));
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
    void everyLineOfTheListIsReadWithItsFee(@TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(3);
        BillDriver.plant(sandbox, UNIONPAY, day, "PAYMENT0000000001", 12_345);
        BillDriver.plant(sandbox, UNIONPAY, day, "PAYMENT0000000002", 1);

        assertThat(BillDriver.read(bills.fetch(day, directory)))
                .containsExactly(
                        "CHARGE PAYMENT0000000001 PAYMENT0000000001 12345 74",
                        "CHARGE PAYMENT0000000002 PAYMENT0000000002 1 0");
    }

    @Test
    void aLineMeansTheSameInEveryFormOfTheFile(@TempDir Path directory) throws IOException {
        String charge = line("01", "000000022401", "PAY00001", "D000000000134", "");
        String refund = line("04", "000000001000", "REF00001", "C000000000006", "PAY00001");

        assertThat(read(directory, charge + "\r\n" + refund + "\r\n" + line("31", "000000000001", "X", "D0", "")))
                .containsExactly("CHARGE PAY00001 PAY00001 22401 134", "REFUND REF00001 PAY00001 1000 -6");
        // Older files do not say to which order a refund belongs.
        assertThat(read(directory, refund.substring(0, 430))).containsExactly("REFUND REF00001 null 1000 -6");
        assertThatThrownBy(() -> read(directory, "S22 00049992")).hasMessageContaining("has 12 bytes");
    }

    @Test
    void aDayIsOneOfSettlementFromElevenInTheEvening() {
        assertThat(bills.begins(LocalDate.parse("2026-11-21"))).isEqualTo(Instant.parse("2026-11-20T15:00:00Z"));
    }

    @Test
    void ofADayWithoutTradeUnionPayOnlySaysThatItHasNoFile(@TempDir Path directory) throws IOException {
        assertThat(bills.fetch(today.minusDays(30), directory)).isEqualTo(new Outcome.Succeeded<>(BillSource.NONE));
        assertThat(bills.fetch(today, directory)).isEqualTo(new Outcome.Succeeded<>(BillSource.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP_500", "TIMEOUT", "RESET", "HALF_BODY", "SYSTEM_ERROR", "BAD_SIGNATURE", "RATE_LIMITED"})
    void aGatewayInTroubleIsAskedLaterAndHarmsNothing(String answer, @TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(4);
        BillDriver.plant(sandbox, UNIONPAY, day, "PAYMENT0000000003", 500);
        sandbox.fault(UNIONPAY, "bill", answer, true);

        assertThat(bills.fetch(day, directory)).isNotInstanceOf(Outcome.Succeeded.class);
        assertThat(BillDriver.read(bills.fetch(day, directory))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"respCode=98&merId=1", "<html>", "", "fileContent=eJw&respCode=00", "&&"})
    void whatIsNotSignedIsNotBelieved(String body, @TempDir Path directory) throws IOException {
        try (Postbox impostor = new Postbox(200, Map.of("Content-Type", "text/html"), body)) {
            assertThat(bills(Map.of("orderloom.unionpay.file-url", impostor.url()))
                            .fetch(today.minusDays(1), directory))
                    .isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void theLongFieldIsCoveredByTheSignatureAsIfItHadBeenRead(@TempDir Path directory) throws Exception {
        Path body = directory.resolve("answer");
        for (String text : new String[] {
            "accessType=0&fileContent=eJwr+/=&merId=1&empty=&signature=x",
            "fileContent=eJwr&respMsg=a[b&c]",
            "merId=1&fileContent=&signature=x",
            "merId=1&zip=2"
        }) {
            Files.writeString(body, text);
            assertThat(UnionPayFileAnswer.read(body).signedText())
                    .as(text)
                    .isEqualTo(UnionPayFields.ofAnswer(text).signedText());
        }
        Files.writeString(body, "a=1&fileContent=x&fileContent=y");
        assertThatThrownBy(() -> UnionPayFileAnswer.read(body)).hasMessage("a field comes twice");
    }

    private static java.util.List<String> read(Path directory, String lines) throws IOException {
        Path file = directory.resolve("list");
        Files.write(file, lines.getBytes(StandardCharsets.ISO_8859_1));
        return BillDriver.read(new Outcome.Succeeded<>(reader -> UnionPayBillList.read(file, reader)));
    }

    /** A line of the list, cell by cell as wide as UnionPay's document says. */
    private static String line(String type, String amount, String order, String fee, String original) {
        int[] widths = {
            3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32,
            13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98
        };
        Map<Integer, String> cells = Map.of(6, amount, 11, order, 15, fee, 19, type, 40, original);
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format("%-" + widths[i] + "s ", cells.getOrDefault(i, "")));
        }
        return line.toString();
    }

    private static BillSource bills(Map<String, String> replaced) {
        UnionPaySettings settings = sandbox.bind("orderloom.unionpay", UnionPaySettings.class, replaced);
        return new UnionPayBills(settings, new UnionPayKeys(settings, Instant::now), Instant::now);
    }
}
