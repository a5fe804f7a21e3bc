package io.orderloom.payment.gateway.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import com.sun.net.httpserver.HttpServer;
import io.orderloom.payment.BillSource;
import io.orderloom.payment.BillSource.Bill;
import io.orderloom.payment.gateway.BillDriver;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day's bill over the sandbox's wire, through Alipay's own SDK; and from a gateway that sends worse. */
class AlipayBillsTest {

    private static final String ALIPAY = "ALIPAY";
    private static final Charset GBK = Charset.forName("GBK");
    private static final String HEAD = "支付宝交易号,商户订单号,业务类型,商品名称,订单金额（元）,退款批次号/请求号,服务费（元）,备注\r\n";
    private static final String END = "#----业务明细列表结束----\r\n";

    private static GatewaySandbox sandbox;
    private static BillSource bills;
    private static LocalDate today;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sandbox = new GatewaySandbox(directory, "http://127.0.0.1:9", Duration.ofSeconds(3));
        bills = bills(Map.of());
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
        BillDriver.plant(sandbox, ALIPAY, day, "PAYMENT0000000001", 12_345);
        BillDriver.plant(sandbox, ALIPAY, day, "PAYMENT0000000002", 1);

        assertThat(BillDriver.read(bills.fetch(day, directory)))
                .containsExactly(
                        "CHARGE PAYMENT0000000001 PAYMENT0000000001 12345 74",
                        "CHARGE PAYMENT0000000002 PAYMENT0000000002 1 0");
    }

    @Test
    void ofADayWithoutTradeAlipayOnlySaysThatItHasNoBill(@TempDir Path directory) throws IOException {
        assertThat(bills.fetch(today.minusDays(30), directory)).isEqualTo(new Outcome.Succeeded<>(BillSource.NONE));
        assertThat(bills.fetch(today, directory)).isEqualTo(new Outcome.Succeeded<>(BillSource.NONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP_500", "TIMEOUT", "RESET", "HALF_BODY", "SYSTEM_ERROR", "BAD_SIGNATURE", "RATE_LIMITED"})
    void aGatewayInTroubleIsAskedLaterAndHarmsNothing(String answer, @TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(4);
        BillDriver.plant(sandbox, ALIPAY, day, "PAYMENT0000000003", 500);
        sandbox.fault(ALIPAY, "bill", answer, false);

        assertThat(bills.fetch(day, directory)).isNotInstanceOf(Outcome.Succeeded.class);
        assertThat(BillDriver.read(bills.fetch(day, directory))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_502", "HALF_BODY", "RESET"})
    void aFileThatDoesNotComeWholeIsFetchedAgain(String answer, @TempDir Path directory) throws IOException {
        LocalDate day = today.minusDays(5);
        BillDriver.plant(sandbox, ALIPAY, day, "PAYMENT0000000004", 500);
        BillDriver.faultAt(sandbox, ALIPAY, "downloadBillFile", answer);

        assertThat(bills.fetch(day, directory)).isInstanceOf(Outcome.Unknown.class);
        assertThat(BillDriver.read(bills.fetch(day, directory))).hasSize(1);
    }

    @Test
    void linesAreReadAsTheRealOneWritesThem(@TempDir Path directory) throws Exception {
        String list = "#支付宝业务明细查询\r\n" + HEAD
                + "2026,PAY00001\t,交易,红色 T 恤, 加大,224.01,,-1.34,\r\n"
                + "2026,PAY00001\t,退款,红色 T 恤, 加大,-10.00,REF00001\t,0.06,\r\n"
                + "2026,,充值,,5.00,,0.00,\r\n" + END + "#交易合计：1笔\r\n";

        Outcome<Bill> outcome = fetched(zip(Map.of("b_汇总.csv", "#汇总\r\n门店编号,门店名称\r\n", "a.csv", list)), directory);

        assertThat(BillDriver.read(outcome))
                .containsExactly("CHARGE PAY00001 PAY00001 22401 134", "REFUND REF00001 PAY00001 1000 -6");
    }

    @Test
    void aListThatIsCutOffIsRefused(@TempDir Path directory) throws Exception {
        byte[] half = zip(Map.of("a.csv", HEAD + "2026,PAY00001,交易,x,224.01,,-1.34,\r\n"));

        assertThat(fetched(half, directory))
                .isEqualTo(new Outcome.Unknown<>("The bill cannot be used: the list of trades is cut off"));
    }

    @Test
    void aFileThatWasChangedOnItsWayIsRefused(@TempDir Path directory) throws Exception {
        byte[] bytes = zip(Map.of("a.csv", HEAD + "2026,PAY00001,交易,x,224.01,,-1.34,\r\n".repeat(50) + END));
        bytes[bytes.length / 3] ^= 1;

        assertThat(fetched(bytes, directory)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aFileWithoutTheListIsRefused(@TempDir Path directory) throws Exception {
        assertThat(fetched(zip(Map.of("sums.csv", "门店编号,门店名称\r\n")), directory))
                .isEqualTo(new Outcome.Unknown<>("The bill holds no list of trades"));
        assertThat(fetched("<html>".getBytes(StandardCharsets.UTF_8), directory))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aSmallFileThatUnpacksToAHugeOneIsRefused(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            out.putNextEntry(new ZipEntry("a.csv"));
            out.write(HEAD.getBytes(GBK));
            byte[] much = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                out.write(much);
            }
        }

        assertThat(fetched(packed.toByteArray(), directory))
                .isEqualTo(new Outcome.Unknown<>("The bill cannot be used: The bill is longer than a bill can be"));
    }

    @Test
    void anAddressThatIsNotAlipaysIsNeverCalled(@TempDir Path directory) throws Exception {
        try (FakeGateway gateway = new FakeGateway(new byte[0], "http://127.0.0.1:%d/elsewhere")) {
            int called = gateway.downloads.get();
            // The same machine under another name is another host.
            gateway.address = "http://localhost:" + gateway.port() + "/file";
            assertThat(gateway.bills().fetch(today.minusDays(1), directory))
                    .isEqualTo(new Outcome.Unknown<>("The bill's address is not Alipay's"));
            gateway.address = "http://169.254.169.254/latest/meta-data";
            assertThat(gateway.bills().fetch(today.minusDays(1), directory)).isInstanceOf(Outcome.Unknown.class);
            gateway.address = "file:///etc/passwd";
            assertThat(gateway.bills().fetch(today.minusDays(1), directory)).isInstanceOf(Outcome.Unknown.class);
            gateway.address = "https://alipay.com.evil.example/file";
            assertThat(gateway.bills().fetch(today.minusDays(1), directory)).isInstanceOf(Outcome.Unknown.class);
            assertThat(gateway.downloads.get()).isEqualTo(called);
        }
    }

    private static Outcome<Bill> fetched(byte[] file, Path directory) throws Exception {
        try (FakeGateway gateway = new FakeGateway(file, "http://127.0.0.1:%d/file")) {
            return gateway.bills().fetch(today.minusDays(1), directory);
        }
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed, GBK)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(GBK));
            }
        }
        return packed.toByteArray();
    }

    private static BillSource bills(Map<String, String> replaced) {
        Map<String, String> all = new java.util.HashMap<>(Map.of("orderloom.alipay.read-timeout", "1s"));
        all.putAll(replaced);
        AlipaySettings settings = sandbox.bind("orderloom.alipay", AlipaySettings.class, all);
        return new AlipayBills(settings, new AlipayKeys(settings, Instant::now));
    }

    /** An Alipay that sends whatever a test wants, properly signed. */
    private static final class FakeGateway implements AutoCloseable {

        private final HttpServer server;
        private final KeyPair keys;
        private final AtomicInteger downloads = new AtomicInteger();
        private volatile String address;

        FakeGateway(byte[] file, String address) throws IOException, GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            this.address = String.format(address, port());
            server.createContext("/gateway.do", call -> {
                call.getRequestBody().readAllBytes();
                answer(call, signed("{\"code\":\"10000\",\"bill_download_url\":\"" + this.address + "\"}"));
            });
            server.createContext("/file", call -> {
                downloads.incrementAndGet();
                answer(call, file);
            });
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        BillSource bills() {
            return AlipayBillsTest.bills(Map.of(
                    "orderloom.alipay.gateway-url",
                    "http://127.0.0.1:" + port() + "/gateway.do",
                    "orderloom.alipay.public-key",
                    Base64.getEncoder().encodeToString(keys.getPublic().getEncoded())));
        }

        private byte[] signed(String content) {
            try {
                String key =
                        Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
                String sign = AlipaySignature.rsaSign(content, key, "UTF-8", "RSA2");
                return ("{\"alipay_data_dataservice_bill_downloadurl_query_response\":" + content + ",\"sign\":\""
                                + sign + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
            } catch (AlipayApiException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void answer(com.sun.net.httpserver.HttpExchange call, byte[] body) throws IOException {
            call.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            try (OutputStream out = call.getResponseBody()) {
                out.write(body);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
