package io.orderloom.sandbox.wechatpay;

import io.orderloom.sandbox.bills.BillLine;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Trade and fund-flow bills: an address for a short while, then a file whose cells begin with a backtick and
 * whose hash covers the text before it was packed.
 */
final class WechatPayBills {

    private static final String TRADE_HEAD = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
            + "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,"
            + "商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
    private static final String TRADE_SUM = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
    private static final String FUND_HEAD = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
    private static final String FUND_SUM = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

    /** Six per mille, as most merchants pay. */
    private static final BigDecimal RATE = new BigDecimal("0.006");

    private static final Duration ADDRESS_LIFE = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(Bills.BEIJING);

    private final WechatPaySettings settings;
    private final Bills bills;
    private final Supplier<Instant> wireClock;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    WechatPayBills(WechatPaySettings settings, Bills bills, Supplier<Instant> wireClock) {
        this.settings = settings;
        this.bills = bills;
        this.wireClock = wireClock;
    }

    private record Offer(ByteBuffer file, Instant until) {}

    HttpAnswer trade(HttpCall call) {
        String type = call.query("bill_type").orElse("ALL");
        if (!type.equals("ALL")) {
            throw WechatPayWords.parameter("沙箱仅提供bill_type=ALL");
        }
        LocalDate date = date(call);
        return offer(call, tradeBill(bills.day(WechatPay.NAME, date)));
    }

    HttpAnswer fundFlow(HttpCall call) {
        LocalDate date = date(call);
        return offer(call, fundFlowBill(bills.day(WechatPay.NAME, date)));
    }

    HttpAnswer file(HttpCall call) {
        Offer offer = offers.get(call.query("token").orElse(""));
        if (offer == null || offer.until().isBefore(wireClock.get())) {
            throw WechatPayWords.refusal(400, "INVALID_REQUEST", "下载地址无效或已过期");
        }
        return HttpAnswer.of(200, "application/octet-stream", offer.file().array());
    }

    private LocalDate date(HttpCall call) {
        LocalDate date;
        try {
            date = LocalDate.parse(call.query("bill_date").orElse(""));
        } catch (DateTimeException e) {
            throw WechatPayWords.parameter("bill_date格式为yyyy-MM-dd");
        }
        if (!bills.ready(date)) {
            throw WechatPayWords.refusal(400, "STATEMENT_CREATING", "账单生成中，请稍后再试");
        }
        if (bills.day(WechatPay.NAME, date).isEmpty()) {
            throw WechatPayWords.refusal(400, "NO_STATEMENT_EXIST", "账单不存在");
        }
        return date;
    }

    private HttpAnswer offer(HttpCall call, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        boolean packed = call.query("tar_type").filter("GZIP"::equals).isPresent();
        String token = Randoms.alphanumeric(32);
        offers.put(
                token,
                new Offer(
                        ByteBuffer.wrap(packed ? gzip(plain) : plain),
                        wireClock.get().plus(ADDRESS_LIFE)));
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("hash_type", "SHA1")
                        .put("hash_value", sha1(plain))
                        .put("download_url", "https://api.mch.weixin.qq.com/v3/billdownload/file?token=" + token));
    }

    private String tradeBill(List<BillLine> lines) {
        StringBuilder text = new StringBuilder(TRADE_HEAD).append("\r\n");
        long paid = 0;
        long refunded = 0;
        BigDecimal fees = BigDecimal.ZERO;
        for (BillLine line : lines) {
            boolean refund = line.refundNo() != null;
            BigDecimal fee = fee(line);
            fees = fees.add(fee);
            paid += refund ? 0 : line.amountFen();
            refunded += refund ? line.amountFen() : 0;
            row(
                    text,
                    TIME.format(line.at()),
                    settings.appId(),
                    settings.mchId(),
                    "0",
                    "",
                    line.transactionId(),
                    line.paymentNo(),
                    "openid",
                    "JSAPI",
                    refund ? "REFUND" : "SUCCESS",
                    "OTHERS",
                    "CNY",
                    refund ? "0.00" : yuan(line.amountFen()),
                    "0.00",
                    orZero(line.refundId()),
                    orZero(line.refundNo()),
                    refund ? yuan(line.amountFen()) : "0.00",
                    "0.00",
                    refund ? "ORIGINAL" : "",
                    Objects.requireNonNullElse(line.refundState(), ""),
                    "商品",
                    "",
                    fee.setScale(5, RoundingMode.UNNECESSARY).toPlainString(),
                    "0.60%",
                    refund ? "0.00" : yuan(line.amountFen()),
                    refund ? yuan(line.amountFen()) : "0.00",
                    "");
        }
        text.append(TRADE_SUM).append("\r\n");
        row(
                text,
                Integer.toString(lines.size()),
                yuan(paid),
                yuan(refunded),
                "0.00",
                fees.setScale(5, RoundingMode.UNNECESSARY).toPlainString(),
                yuan(paid),
                yuan(refunded));
        return text.toString();
    }

    private static String fundFlowBill(List<BillLine> lines) {
        StringBuilder text = new StringBuilder(FUND_HEAD).append("\r\n");
        long balance = 0;
        int in = 0;
        long incoming = 0;
        long outgoing = 0;
        for (BillLine line : lines) {
            boolean refund = line.refundNo() != null;
            balance += refund ? -line.amountFen() : line.amountFen();
            in += refund ? 0 : 1;
            incoming += refund ? 0 : line.amountFen();
            outgoing += refund ? line.amountFen() : 0;
            row(
                    text,
                    TIME.format(line.at()),
                    Objects.requireNonNullElse(line.refundId(), line.transactionId()),
                    "F" + line.number(),
                    refund ? "退款" : "交易",
                    refund ? "退款" : "交易",
                    refund ? "支出" : "收入",
                    yuan(line.amountFen()),
                    yuan(balance),
                    "system",
                    "",
                    line.number());
        }
        text.append(FUND_SUM).append("\r\n");
        row(text, lines.size() + ".0", in + ".0", yuan(incoming), (lines.size() - in) + ".0", yuan(outgoing));
        return text.toString();
    }

    /** Rounded to the fen; what goes back brings its fee back. */
    private static BigDecimal fee(BillLine line) {
        BigDecimal fee = BigDecimal.valueOf(line.amountFen(), 2).multiply(RATE).setScale(2, RoundingMode.HALF_UP);
        return line.refundNo() == null ? fee : fee.negate();
    }

    private static String orZero(@Nullable String number) {
        return Objects.requireNonNullElse(number, "0");
    }

    private static void row(StringBuilder text, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            text.append(i == 0 ? "`" : ",`").append(cells[i]);
        }
        text.append("\r\n");
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String sha1(byte[] plain) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(plain));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
