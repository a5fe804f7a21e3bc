package io.orderloom.payment.gateway.alipay;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.BillSource.Kind;
import io.orderloom.payment.BillSource.Line;
import io.orderloom.payment.gateway.BillText;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of trades in a bill: remarks that begin with a hash, a heading, the lines, and a remark that the list
 * has ended. Cells end with a tab, which keeps table programs from rounding long numbers.
 */
final class AlipayBillList {

    static final Charset GBK = Charset.forName("GBK");

    private static final String FIRST_COLUMN = "支付宝交易号";
    private static final String END = "列表结束";

    private AlipayBillList() {}

    private interface Row {
        void take(String line) throws IOException;
    }

    /** Where the heading says that each cell is. Columns may be added any day. */
    private record Columns(int all, int freeText, int paymentNo, int kind, int amount, int refundNo, int fee) {

        static Columns of(String heading) throws IOException {
            List<String> names = cells(heading);
            return new Columns(
                    names.size(),
                    names.indexOf("商品名称"),
                    place(names, "商户订单号"),
                    place(names, "业务类型"),
                    place(names, "订单金额（元）"),
                    place(names, "退款批次号/请求号"),
                    place(names, "服务费（元）"));
        }

        private static int place(List<String> names, String name) throws IOException {
            int place = names.indexOf(name);
            if (place < 0) {
                throw new IOException("The bill has no column " + name);
            }
            return place;
        }

        /** A comma in the goods' name makes more cells; those behind it move. */
        String cell(List<String> cells, int place) throws IOException {
            int more = Math.max(0, cells.size() - all);
            int moved = freeText >= 0 && place > freeText ? place + more : place;
            if (moved >= cells.size()) {
                throw new IOException("A line of the bill has " + cells.size() + " cells, not " + all);
            }
            return cells.get(moved);
        }
    }

    /**
     * Whether this file is the list; others hold sums.
     *
     * @throws IOException when it is the list and is cut off
     */
    static boolean isWhole(Path file) throws IOException {
        return scan(file, line -> {});
    }

    /** @throws IOException when a line is not understood */
    static void read(Path file, BillSource.Reader reader) throws IOException {
        Columns[] columns = new Columns[1];
        try (BillText text = open(file)) {
            columns[0] = Columns.of(String.valueOf(heading(text)));
        }
        scan(file, line -> {
            List<String> cells = cells(line);
            String paymentNo = columns[0].cell(cells, columns[0].paymentNo());
            long amount = Math.abs(BillText.fen(columns[0].cell(cells, columns[0].amount())));
            long fee = Math.abs(BillText.fen(columns[0].cell(cells, columns[0].fee())));
            // Fees are written with the sign of the merchant's account, or without one; what they are follows
            // from the kind of line.
            switch (columns[0].cell(cells, columns[0].kind())) {
                case "交易" -> reader.trade(new Line(Kind.CHARGE, paymentNo, paymentNo, amount, fee));
                case "退款" ->
                    reader.trade(new Line(
                            Kind.REFUND, columns[0].cell(cells, columns[0].refundNo()), paymentNo, amount, -fee));
                default -> {
                    // Deposits and the like are no trades of the shop.
                }
            }
        });
    }

    /** Goes through the lines; false when this is no list of trades. */
    private static boolean scan(Path file, Row each) throws IOException {
        try (BillText text = open(file)) {
            if (heading(text) == null) {
                return false;
            }
            for (String line = text.line(); line != null; line = text.line()) {
                if (line.startsWith("#")) {
                    if (line.contains(END)) {
                        return true;
                    }
                } else if (!line.isBlank()) {
                    each.take(line);
                }
            }
        }
        throw new IOException("the list of trades is cut off");
    }

    /** What stands behind the first remarks, when that is the heading of a list of trades. */
    private static @Nullable String heading(BillText text) throws IOException {
        String line = text.line();
        while (line != null && (line.startsWith("#") || line.isBlank())) {
            line = text.line();
        }
        return line != null && line.strip().startsWith(FIRST_COLUMN) ? line : null;
    }

    /** Bytes that are no GBK are replaced: the names of goods may be cut in the middle of a character. */
    private static BillText open(Path file) throws IOException {
        return BillText.of(new InputStreamReader(Files.newInputStream(file), GBK));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(26);
        int from = 0;
        for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
            cells.add(line.substring(from, comma).strip());
            from = comma + 1;
        }
        cells.add(line.substring(from).strip());
        return cells;
    }
}
