package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.bills.BillLine;
import io.orderloom.sandbox.bills.Bills;
import io.orderloom.sandbox.wire.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files of a settled day: lines of fixed width, zipped, deflated once more, in Base64, in one field of a signed
 * answer.
 */
final class UnionPayFiles {

    private static final Charset GBK = Charset.forName("GBK");
    private static final BigDecimal RATE = new BigDecimal("0.006");
    private static final DateTimeFormatter MONTH_AND_DAY = DateTimeFormatter.ofPattern("MMdd");
    private static final DateTimeFormatter FILE_DAY = DateTimeFormatter.ofPattern("yyMMdd");

    private final UnionPaySettings settings;
    private final Bills bills;
    private final Supplier<Instant> clock;

    UnionPayFiles(UnionPaySettings settings, Bills bills, Supplier<Instant> clock) {
        this.settings = settings;
        this.bills = bills;
        this.clock = clock;
    }

    /** {@code MMdd}. */
    static String settleDate(LocalDate day) {
        return MONTH_AND_DAY.format(day);
    }

    HttpAnswer file(UnionPayWords words) {
        Map<String, String> asked = words.asked();
        if (!"76".equals(asked.get("txnType"))
                || !"01".equals(asked.get("txnSubType"))
                || !"000000".equals(asked.get("bizType"))
                || !"0".equals(asked.get("accessType"))
                || !"00".equals(asked.get("fileType"))
                || UnionPayWords.moment(asked.getOrDefault("txnTime", "")).isEmpty()) {
            throw words.refusal("13");
        }
        LocalDate day = lastOf(asked.getOrDefault("settleDate", "")).orElseThrow(() -> words.refusal("13"));
        if (!bills.ready(day) || !bills.exists(UnionPay.NAME, day)) {
            throw words.refusal("98");
        }
        return words.done(Map.of(
                "fileName",
                settings.merId() + "_" + day.toString().replace("-", "") + ".zip",
                "fileContent",
                content(day)));
    }

    /** The question names no year: the last such day is meant, today included. */
    private Optional<LocalDate> lastOf(String settleDate) {
        LocalDate today = Bills.dayOf(UnionPay.NAME, clock.get());
        return today.minusYears(1)
                .plusDays(1)
                .datesUntil(today.plusDays(1))
                .filter(day -> settleDate(day).equals(settleDate))
                .findFirst();
    }

    private String content(LocalDate day) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        String name = "INN" + FILE_DAY.format(day) + "88";
        try (ZipOutputStream out = new ZipOutputStream(new DeflaterOutputStream(deflated), GBK)) {
            out.putNextEntry(new ZipEntry(name + "ZM_" + settings.merId()));
            for (BillLine line : bills.day(UnionPay.NAME, day)) {
                out.write(row(line).getBytes(GBK));
            }
            out.closeEntry();
            out.putNextEntry(new ZipEntry(name + "ZME_" + settings.merId()));
            out.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(deflated.toByteArray());
    }

    private String row(BillLine line) {
        boolean refund = line.refundNo() != null;
        String time = UnionPayWords.time(line.at()).substring(4);
        long fee = BigDecimal.valueOf(line.amountFen())
                .multiply(RATE)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        List<String> cells = List.of(
                wide(refund ? "S30" : "S22", 3),
                wide("48270000", 11),
                wide("00049992", 11),
                wide(traceNo(line), 6),
                wide(time, 10),
                wide("621626******0018", 19),
                digits(line.amountFen(), 12),
                wide("5399", 4),
                wide("08", 2),
                wide(refund ? Objects.requireNonNull(line.refundId()) : line.transactionId(), 21),
                wide("", 2),
                wide(line.number(), 32),
                wide("01", 2),
                wide(refund ? "000000" : "", 6),
                wide(refund ? time : "", 10),
                (refund ? "C" : "D") + digits(fee, 12),
                (refund ? "D" : "C") + digits(line.amountFen() - fee, 12),
                wide("0001", 4),
                wide("", 15),
                wide(refund ? "04" : "01", 2),
                wide(refund ? "00" : "01", 2),
                wide("000201", 6),
                wide("01", 2),
                wide("", 4),
                wide("", 32),
                wide("0", 1),
                wide(refund ? line.transactionId() : "", 21),
                wide(settings.merId(), 15),
                wide("", 1),
                wide("", 15),
                wide("沙箱商户", 32),
                wide("", 13),
                (refund ? "D" : "C") + digits(line.amountFen() - fee, 12),
                wide("01080209", 8),
                wide("", 32),
                digits(0, 13),
                digits(0, 13),
                digits(0, 12),
                wide("", 2),
                wide("0", 1),
                wide(refund ? line.paymentNo() : "", 32),
                wide("", 98));
        return String.join(" ", cells) + "\r\n";
    }

    private static String traceNo(BillLine line) {
        String queryId = line.refundId() == null ? line.transactionId() : line.refundId();
        return queryId.matches("[0-9]{21}") ? QueryId.traceNo(queryId) : "000000";
    }

    private static String digits(long number, int width) {
        return String.format("%0" + width + "d", number);
    }

    /** As many bytes of GBK, cut or filled with blanks. */
    private static String wide(String text, int width) {
        String cut = text;
        while (cut.getBytes(GBK).length > width) {
            cut = cut.substring(0, cut.length() - 1);
        }
        return cut + " ".repeat(width - cut.getBytes(GBK).length);
    }
}
