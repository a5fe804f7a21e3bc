package io.orderloom.payment.gateway;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A bill on disk, read line by line. Whoever sends it may send anything, so neither what is unpacked nor a line
 * may be longer than a bill's can be: a small file that unpacks to a huge one ends here.
 */
public final class BillText implements Closeable {

    /** In bytes, as it travels; a million lines have about 40 MB. */
    private static final long LONGEST_DOWNLOAD = 1L << 30;

    /** In bytes, unpacked; more than four million lines of the widest form. */
    private static final long LONGEST = 3L << 30;

    /** Text of a bill gets 30 times smaller at most; what is below this may do as it likes. */
    private static final int MOST_TIMES_PACKED = 250;

    private static final long HARMLESS = 64L << 20;

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int READ_AT_ONCE = 64 * 1024;

    private final Reader text;
    private final char[] read = new char[READ_AT_ONCE];
    private final StringBuilder line = new StringBuilder();
    private int at;
    private int end;

    private BillText(Reader text) {
        this.text = text;
    }

    /** More than a bill can have. */
    public static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }
    }

    /** Reading ends with {@link TooLong} once it is longer than any bill's download. */
    public static InputStream download(InputStream wire) {
        return new Limited(wire, LONGEST_DOWNLOAD);
    }

    /**
     * Unpacked text; reading ends with {@link TooLong} once it is longer than any bill, or than honest text unpacks
     * to.
     *
     * @param packedBytes how long it was packed
     */
    public static InputStream unpacked(InputStream text, long packedBytes) {
        long honest = Math.max(HARMLESS, Math.multiplyExact(packedBytes, MOST_TIMES_PACKED));
        return new Limited(text, Math.min(LONGEST, honest));
    }

    /** The same where nobody says how long it was packed. */
    public static InputStream unpacked(InputStream text) {
        return new Limited(text, LONGEST);
    }

    public static BillText open(Path file, Charset charset) throws IOException {
        return new BillText(Files.newBufferedReader(file, charset));
    }

    /** For a gateway's text that has bytes which its own encoding does not: they are replaced. */
    public static BillText of(Reader text) {
        return new BillText(text);
    }

    /**
     * The next line without its end; null after the last.
     *
     * @throws TooLong when it is no line of a bill
     */
    public @Nullable String line() throws IOException {
        line.setLength(0);
        while (true) {
            if (at == end) {
                at = 0;
                end = Math.max(0, text.read(read));
                if (end == 0) {
                    return line.length() == 0 ? null : withoutReturn();
                }
            }
            int from = at;
            while (at < end && read[at] != '\n') {
                at++;
            }
            line.append(read, from, at - from);
            if (line.length() > LONGEST_LINE) {
                throw new TooLong("A line of the bill has more than " + LONGEST_LINE + " characters");
            }
            if (at < end) {
                at++;
                return withoutReturn();
            }
        }
    }

    private String withoutReturn() {
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    /**
     * Fen of an amount in yuan, rounded half up: fees have up to five decimals.
     *
     * @throws IOException when it is no amount
     */
    public static long fen(String yuan) throws IOException {
        try {
            return new BigDecimal(yuan)
                    .movePointRight(2)
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IOException("The bill has an amount that is none", e);
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            take(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int got = super.read(into, offset, length);
            take(got);
            return got;
        }

        private void take(int bytes) throws TooLong {
            left -= Math.max(0, bytes);
            if (left < 0) {
                throw new TooLong("The bill is longer than a bill can be");
            }
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
