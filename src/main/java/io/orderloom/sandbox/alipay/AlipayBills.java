package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.alipay.AlipayAnswers.Refusal;
import io.orderloom.sandbox.bills.BillLine;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bills of trades: an address for half a minute, then a ZIP with the list and its sums, both in GBK. */
final class AlipayBills {

    private static final Charset GBK = Charset.forName("GBK");
    private static final Duration ADDRESS_LIFE = Duration.ofSeconds(30);
    private static final BigDecimal RATE = new BigDecimal("0.006");
    private static final DateTimeFormatter FILE_DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter REMARK_DAY = DateTimeFormatter.ofPattern("yyyy年MM月dd日");

    private static final String LIST_HEAD = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
            + "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,"
            + "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
    private static final String SUM_HEAD =
            "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）," + "卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

    private final AlipaySettings settings;
    private final Bills bills;
    private final Supplier<Instant> wireClock;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    AlipayBills(AlipaySettings settings, Bills bills, Supplier<Instant> wireClock) {
        this.settings = settings;
        this.bills = bills;
        this.wireClock = wireClock;
    }

    private record Offer(ByteBuffer file, Instant until) {}

    /** Makes the file. @return by what it is fetched */
    String offer(JsonNode content) {
        if (!AlipayTrades.text(content, "bill_type").equals("trade")) {
            throw refusal("isv.invalid_arguments", "沙箱仅提供bill_type=trade");
        }
        LocalDate date;
        try {
            date = LocalDate.parse(AlipayTrades.text(content, "bill_date"));
        } catch (DateTimeException e) {
            throw refusal("isv.invalid_arguments", "bill_date格式为yyyy-MM-dd");
        }
        // Today's is asked for too early; the real one says of it what it says of a day without trade.
        if (!bills.ready(date) || !bills.exists(Alipay.NAME, date)) {
            throw refusal("isp.bill_not_exist", "账单不存在");
        }
        String token = Randoms.alphanumeric(32);
        offers.put(
                token,
                new Offer(
                        ByteBuffer.wrap(zip(date, bills.day(Alipay.NAME, date))),
                        wireClock.get().plus(ADDRESS_LIFE)));
        return token;
    }

    HttpAnswer file(HttpCall call) {
        Offer offer = offers.get(call.query("token").orElse(""));
        if (offer == null || offer.until().isBefore(wireClock.get())) {
            return HttpAnswer.text(404, "text/html;charset=GBK", "<html><body>Not Found</body></html>");
        }
        return HttpAnswer.of(200, "application/zip", offer.file().array());
    }

    private static RuntimeException refusal(String code, String message) {
        return new Refusal("40004", "Business Failed", code, message).refusing();
    }

    private byte[] zip(LocalDate date, List<BillLine> lines) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        String name = settings.sellerId() + "0156_" + FILE_DAY.format(date) + "_业务明细";
        try (ZipOutputStream out = new ZipOutputStream(packed, GBK)) {
            out.putNextEntry(new ZipEntry(name + ".csv"));
            out.write(list(date, lines).getBytes(GBK));
            out.closeEntry();
            out.putNextEntry(new ZipEntry(name + "(汇总).csv"));
            out.write(sums(date, lines).getBytes(GBK));
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private String list(LocalDate date, List<BillLine> lines) {
        StringBuilder text = new StringBuilder(remarks(date, "业务明细"));
        text.append("#-----------------------------------------业务明细列表----------------------------------------\r\n");
        text.append(LIST_HEAD).append("\r\n");
        for (BillLine line : lines) {
            boolean refund = line.refundNo() != null;
            String amount = yuan(refund ? -line.amountFen() : line.amountFen());
            row(
                    text,
                    line.transactionId(),
                    line.paymentNo(),
                    refund ? "退款" : "交易",
                    "商品",
                    AlipayTrades.time(line.at()),
                    AlipayTrades.time(line.at()),
                    "",
                    "",
                    "",
                    "",
                    "*某(pay***@sandbox.example)",
                    amount,
                    amount,
                    "0.00",
                    "0.00",
                    "0.00",
                    "0.00",
                    "0.00",
                    "",
                    "0.00",
                    "0.00",
                    Objects.requireNonNullElse(line.refundNo(), ""),
                    fee(line).toPlainString(),
                    "0.00",
                    "");
        }
        text.append("#-----------------------------------------业务明细列表结束------------------------------------\r\n");
        long charges = lines.stream().filter(line -> line.refundNo() == null).count();
        text.append("#交易合计：" + charges + "笔，商家实收共" + yuan(sum(lines, false)) + "元，商家优惠共0.00元\r\n");
        text.append("#退款合计：" + (lines.size() - charges) + "笔，商家实收退款共-" + yuan(sum(lines, true)) + "元，商家优惠退款共0.00元\r\n");
        return text.append("#导出时间：[" + AlipayTrades.time(wireClock.get()) + "]\r\n")
                .toString();
    }

    private String sums(LocalDate date, List<BillLine> lines) {
        StringBuilder text = new StringBuilder(remarks(date, "业务明细(汇总)"));
        text.append("#-----------------------------------------业务汇总列表----------------------------------------\r\n");
        text.append(SUM_HEAD).append("\r\n");
        long charges = lines.stream().filter(line -> line.refundNo() == null).count();
        long net = sum(lines, false) - sum(lines, true);
        BigDecimal fees = lines.stream().map(AlipayBills::fee).reduce(BigDecimal.ZERO, BigDecimal::add);
        row(
                text,
                "合计",
                "",
                Long.toString(charges),
                Long.toString(lines.size() - charges),
                yuan(net),
                yuan(net),
                "0.00",
                "0.00",
                "0.00",
                fees.toPlainString(),
                "0.00",
                BigDecimal.valueOf(net, 2).add(fees).toPlainString());
        text.append("#----------------------------------------业务汇总列表结束-------------------------------------\r\n");
        return text.append("#导出时间：[" + AlipayTrades.time(wireClock.get()) + "]\r\n")
                .toString();
    }

    private String remarks(LocalDate date, String title) {
        return "#支付宝" + title + "查询\r\n#账号：[" + settings.sellerId() + "0156]\r\n#起始日期：[" + REMARK_DAY.format(date)
                + " 00:00:00]   终止日期：[" + REMARK_DAY.format(date.plusDays(1)) + " 00:00:00]\r\n";
    }

    /** Numbers end with a tab, which keeps table programs from rounding them. */
    private static void row(StringBuilder text, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            text.append(i == 0 ? "" : ",").append(cells[i]).append(i < 3 ? "\t" : "");
        }
        text.append("\r\n");
    }

    private static long sum(List<BillLine> lines, boolean refunds) {
        return lines.stream()
                .filter(line -> (line.refundNo() != null) == refunds)
                .mapToLong(BillLine::amountFen)
                .sum();
    }

    /** As the merchant's account feels it: what is taken is negative. What goes back brings its fee back. */
    private static BigDecimal fee(BillLine line) {
        BigDecimal fee = BigDecimal.valueOf(line.amountFen(), 2).multiply(RATE).setScale(2, RoundingMode.HALF_UP);
        return line.refundNo() == null ? fee.negate() : fee;
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
