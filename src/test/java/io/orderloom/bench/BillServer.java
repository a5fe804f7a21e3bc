package io.orderloom.bench;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An Alipay that has one long bill on disk and sends it as the real one does. The sandbox's would have it in
 * memory, which is what is measured here.
 */
final class BillServer implements AutoCloseable {

    private static final Charset GBK = Charset.forName("GBK");
    private static final String HEADING = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
            + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
            + "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

    private final HttpServer server;
    private final KeyPair keys;

    BillServer(Path bill) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/gateway.do", call -> {
            call.getRequestBody().readAllBytes();
            byte[] answer = signed("{\"code\":\"10000\",\"bill_download_url\":\"" + url() + "/file\"}");
            call.sendResponseHeaders(200, answer.length);
            try (OutputStream out = call.getResponseBody()) {
                out.write(answer);
            }
        });
        server.createContext("/file", call -> send(bill, call));
        server.start();
    }

    /** The settings of a service that takes this for Alipay. */
    List<String> settings() {
        return List.of(
                "--orderloom.alipay.gateway-url=" + url() + "/gateway.do",
                "--orderloom.alipay.public-key="
                        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()));
    }

    /** One line of a bill. */
    record Line(String paymentNo, long amountFen, long feeFen) {}

    /** Where the lines come from. */
    interface Lines {
        Line of(int number);
    }

    /** @return how long the list is, unpacked */
    static long write(Path bill, int lines, Lines source) throws IOException {
        ZipEntry entry = new ZipEntry("20880000000000000156_20260301_业务明细.csv");
        try (ZipOutputStream zip =
                        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(bill), 1 << 16), GBK);
                Writer text = new OutputStreamWriter(zip, GBK)) {
            zip.putNextEntry(entry);
            text.write("#支付宝业务明细查询\r\n#账号：[20880000000000000156]\r\n" + HEADING + "\r\n");
            for (int number = 1; number <= lines; number++) {
                Line line = source.of(number);
                text.write("20260301220014" + (10_000_000_000_000L + number * 7_919L) + "\t," + line.paymentNo()
                        + "\t,交易\t,商品,2026-03-01 08:00:00,2026-03-01 08:00:01,,,,,*某(pay***@example.com),"
                        + yuan(line.amountFen()) + "," + yuan(line.amountFen())
                        + ",0.00,0.00,0.00,0.00,0.00,,0.00,0.00,,-" + yuan(line.feeFen()) + ",0.00,\r\n");
            }
            text.write("#-----------------------------------------业务明细列表结束------------------------------------\r\n");
            text.flush();
            zip.closeEntry();
        }
        return entry.getSize();
    }

    private static String yuan(long fen) {
        return fen / 100 + "." + (fen % 100 < 10 ? "0" : "") + fen % 100;
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void send(Path bill, HttpExchange call) throws IOException {
        call.sendResponseHeaders(200, Files.size(bill));
        try (OutputStream out = call.getResponseBody()) {
            Files.copy(bill, out);
        }
    }

    private byte[] signed(String content) {
        try {
            String key = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
            String sign = AlipaySignature.rsaSign(content, key, "UTF-8", "RSA2");
            return ("{\"alipay_data_dataservice_bill_downloadurl_query_response\":" + content + ",\"sign\":\"" + sign
                            + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (AlipayApiException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
