package io.orderloom.payment.gateway.unionpay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An answer that carries a file as one of its fields. The file may be long, so it stays on disk: only where it
 * stands in the answer is known, and what the signature covers is digested as it is read.
 */
final class UnionPayFileAnswer {

    private static final String FILE = "fileContent";

    /** Of all other fields together. */
    private static final int LONGEST_FIELDS = 64 * 1024;

    private static final int AT_ONCE = 64 * 1024;

    private final UnionPayFields fields;
    private final Path body;
    private final long start;
    private final long length;

    private UnionPayFileAnswer(UnionPayFields fields, Path body, long start, long length) {
        this.fields = fields;
        this.body = body;
        this.start = start;
        this.length = length;
    }

    /**
     * Reads the answer that was saved there.
     *
     * @throws UnionPayFields.Malformed when it is none
     */
    static UnionPayFileAnswer read(Path body) throws IOException, UnionPayFields.Malformed {
        // The field's name with nothing behind it stands for the file, so that all others are read as usual.
        ByteArrayOutputStream others = new ByteArrayOutputStream();
        byte[] opening = ("&" + FILE + "=").getBytes(StandardCharsets.US_ASCII);
        long start = -1;
        long length = 0;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(body), AT_ONCE)) {
            int matched = 1;
            boolean inFile = false;
            long at = 0;
            for (int one = bytes.read(); one >= 0; one = bytes.read(), at++) {
                if (inFile) {
                    if (one == '&') {
                        inFile = false;
                        matched = 1;
                    } else {
                        length++;
                        continue;
                    }
                } else if (one == opening[matched]) {
                    matched++;
                } else {
                    matched = one == '&' ? 1 : 0;
                }
                others.write(one);
                if (others.size() > LONGEST_FIELDS) {
                    throw new UnionPayFields.Malformed("it is too long");
                }
                if (matched == opening.length) {
                    if (start >= 0) {
                        throw new UnionPayFields.Malformed("a field comes twice");
                    }
                    inFile = true;
                    start = at + 1;
                    matched = 0;
                }
            }
        }
        UnionPayFields fields = UnionPayFields.ofAnswer(others.toString(StandardCharsets.UTF_8));
        return new UnionPayFileAnswer(fields, body, start, length);
    }

    /** All fields, the file's empty. */
    UnionPayFields fields() {
        return fields;
    }

    /** How long the file is in the answer, in bytes. */
    long contentBytes() {
        return length;
    }

    /** The file, still deflated. */
    InputStream content() throws IOException {
        return Base64.getMimeDecoder().wrap(new BufferedInputStream(encoded(), AT_ONCE));
    }

    /** As {@link UnionPayFields#signedText}, the file included. */
    byte[] signedText() {
        SortedMap<String, String> signed = new TreeMap<>(fields.asMap());
        signed.remove("signature");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            boolean first = true;
            for (Map.Entry<String, String> field : signed.entrySet()) {
                boolean file = field.getKey().equals(FILE);
                if (file ? length == 0 : field.getValue().isEmpty()) {
                    continue;
                }
                String text = (first ? "" : "&") + field.getKey() + "=" + field.getValue();
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                if (file) {
                    addFile(digest);
                }
                first = false;
            }
            return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addFile(MessageDigest digest) throws IOException {
        byte[] part = new byte[AT_ONCE];
        try (InputStream bytes = encoded()) {
            for (int got = bytes.read(part); got > 0; got = bytes.read(part)) {
                digest.update(part, 0, got);
            }
        }
    }

    private InputStream encoded() throws IOException {
        InputStream bytes = Files.newInputStream(body);
        bytes.skipNBytes(Math.max(0, start));
        return new Region(bytes, length);
    }

    /** So many bytes and no more. */
    private static final class Region extends FilterInputStream {

        private long left;

        Region(InputStream in, long left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int one = left > 0 ? super.read() : -1;
            left -= one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int got = super.read(into, offset, (int) Math.min(wanted, left));
            left -= Math.max(0, got);
            return got;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
