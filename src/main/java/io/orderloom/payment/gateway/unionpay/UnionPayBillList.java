package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.BillSource;
import io.orderloom.payment.BillSource.Kind;
import io.orderloom.payment.BillSource.Line;
import io.orderloom.payment.gateway.BillText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The list of what was settled (gateway's document "interface of files", file ZM): lines of cells of fixed width
 * in bytes of GBK, one blank between two of them.
 */
final class UnionPayBillList {

    /** Of all cells that are needed, and those before them; what follows changed over the years. */
    private static final int[] WIDTHS = {
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13,
        13, 8, 32, 13, 13, 12, 2, 1, 32
    };

    private static final int AMOUNT = 6;
    private static final int ORDER = 11;
    private static final int FEE = 15;
    private static final int TYPE = 19;
    private static final int ORIGINAL_ORDER = 40;

    private static final int[] STARTS = starts();

    private UnionPayBillList() {}

    /** @throws IOException when a line is not understood */
    static void read(Path file, BillSource.Reader reader) throws IOException {
        // Widths are bytes, and a name in between is Chinese: as Latin-1 a byte is a character.
        try (BillText text = BillText.open(file, StandardCharsets.ISO_8859_1)) {
            for (String line = text.line(); line != null; line = text.line()) {
                if (!line.isBlank()) {
                    read(line, reader);
                }
            }
        }
    }

    private static void read(String line, BillSource.Reader reader) throws IOException {
        String number = cell(line, ORDER);
        // The same words as in messages: what it is, whatever product it came by.
        switch (cell(line, TYPE)) {
            case "01" -> reader.trade(new Line(Kind.CHARGE, number, number, fen(cell(line, AMOUNT)), fee(line)));
            case "04" ->
                reader.trade(new Line(Kind.REFUND, number, paymentNo(line), fen(cell(line, AMOUNT)), fee(line)));
            default -> {
                // Nothing else is ever asked for by the shop.
            }
        }
    }

    private static @Nullable String paymentNo(String line) {
        // Files of older forms end before it.
        return line.length() < STARTS[ORIGINAL_ORDER] + WIDTHS[ORIGINAL_ORDER] ? null : text(line, ORIGINAL_ORDER);
    }

    /** {@code D} takes it from the merchant, {@code C} gives it back. */
    private static long fee(String line) throws IOException {
        String cell = cell(line, FEE);
        long fen = fen(cell.substring(1));
        return switch (cell.charAt(0)) {
            case 'D' -> fen;
            case 'C' -> -fen;
            default -> throw new IOException("A line of the file has a fee that is none");
        };
    }

    private static long fen(String digits) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException("A line of the file has an amount that is none", e);
        }
    }

    private static String cell(String line, int cell) throws IOException {
        if (line.length() < STARTS[cell] + WIDTHS[cell]) {
            throw new IOException("A line of the file has " + line.length() + " bytes");
        }
        String text = text(line, cell);
        if (text.isEmpty()) {
            throw new IOException("A line of the file lacks cell " + (cell + 1));
        }
        return text;
    }

    private static String text(String line, int cell) {
        return line.substring(STARTS[cell], STARTS[cell] + WIDTHS[cell]).strip();
    }

    private static int[] starts() {
        int[] starts = new int[WIDTHS.length];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + WIDTHS[i - 1] + 1;
        }
        return starts;
    }
}
