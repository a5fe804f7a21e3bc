package io.orderloom.customer;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What a file really is, from its own bytes: which kind of picture, and how many pixels it would unpack to. Reads the
 * structure from the first byte to the picture's end (PNG 1.2, JFIF and ITU T.81, WebP's RIFF container) and unpacks nothing.
 *
 * @param width in pixels
 * @param height in pixels
 */
record PictureSize(PictureKind kind, int width, int height) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};

    /** Of the file's bytes; empty when they are no whole picture of a kind that is taken in. */
    static Optional<PictureSize> of(byte[] file) {
        try {
            if (begins(file, PNG)) {
                return png(ByteBuffer.wrap(file));
            }
            if (begins(file, JPEG)) {
                return jpeg(ByteBuffer.wrap(file));
            }
            if (begins(file, RIFF) && text(ByteBuffer.wrap(file), 8).equals("WEBP")) {
                return webp(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
            }
            return Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException cutShort) {
            return Optional.empty();
        }
    }

    private static boolean begins(byte[] file, byte[] with) {
        return file.length > with.length && Arrays.equals(file, 0, with.length, with, 0, with.length);
    }

    private static String text(ByteBuffer file, int at) {
        byte[] four = new byte[4];
        file.get(at, four);
        return new String(four, StandardCharsets.ISO_8859_1);
    }

    /** Chunks with their checksums, the header first, some picture data, the end. */
    private static Optional<PictureSize> png(ByteBuffer file) {
        file.position(PNG.length);
        PictureSize size = null;
        boolean data = false;
        while (true) {
            int length = file.getInt();
            int start = file.position();
            String type = text(file, start);
            file.position(start + 4 + length);
            CRC32 sum = new CRC32();
            sum.update(file.slice(start, 4 + length));
            if (length < 0 || file.getInt() != (int) sum.getValue() || (size == null) != type.equals("IHDR")) {
                return Optional.empty();
            }
            switch (type) {
                case "IHDR" -> size = new PictureSize(PictureKind.PNG, file.getInt(start + 4), file.getInt(start + 8));
                case "IDAT" -> data = true;
                case "IEND" -> {
                    return data ? Optional.ofNullable(size) : Optional.empty();
                }
                default -> {
                    // colours, texts, times
                }
            }
        }
    }

    /** Segments up to the end of the image; a frame header says how large it is. */
    private static Optional<PictureSize> jpeg(ByteBuffer file) {
        file.position(2);
        PictureSize size = null;
        boolean scanned = false;
        while (true) {
            if (file.get() != (byte) 0xFF) {
                return Optional.empty();
            }
            int marker = file.get() & 0xFF;
            while (marker == 0xFF) {
                marker = file.get() & 0xFF;
            }
            if (marker == 0xD9) {
                return scanned ? Optional.ofNullable(size) : Optional.empty();
            }
            int start = file.position();
            int length = file.getShort() & 0xFFFF;
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (length < 2 || marker < 0xC0 || (frame && size != null)) {
                return Optional.empty();
            }
            if (frame) {
                size = new PictureSize(
                        PictureKind.JPEG, file.getShort(start + 5) & 0xFFFF, file.getShort(start + 3) & 0xFFFF);
            }
            file.position(start + length);
            if (marker == 0xDA) {
                scanned = true;
                skipScan(file);
            }
        }
    }

    /** The packed points, up to the next marker that is neither a byte of theirs nor a restart among them. */
    private static void skipScan(ByteBuffer file) {
        while (true) {
            while (file.get() != (byte) 0xFF) {
                // packed points
            }
            int next = file.get(file.position()) & 0xFF;
            if (next != 0x00 && (next < 0xD0 || next > 0xD7)) {
                file.position(file.position() - 1);
                return;
            }
        }
    }

    /** Chunks of the container; the largest size that any of them claims counts. */
    private static Optional<PictureSize> webp(ByteBuffer file) {
        long end = 8 + (file.getInt(4) & 0xFFFF_FFFFL);
        if (end > file.limit()) {
            return Optional.empty();
        }
        file.limit((int) end).position(12);
        int width = 0;
        int height = 0;
        boolean data = false;
        while (file.remaining() >= 8) {
            String type = text(file, file.position());
            int length = file.getInt(file.position() + 4);
            int start = file.position() + 8;
            switch (type) {
                case "VP8X" -> {
                    width = Math.max(width, 1 + threeBytes(file, start + 4));
                    height = Math.max(height, 1 + threeBytes(file, start + 7));
                }
                case "VP8 " -> {
                    if (threeBytes(file, start + 3) != 0x2A019D) {
                        return Optional.empty();
                    }
                    width = Math.max(width, file.getShort(start + 6) & 0x3FFF);
                    height = Math.max(height, file.getShort(start + 8) & 0x3FFF);
                    data = true;
                }
                case "VP8L" -> {
                    if (file.get(start) != 0x2F) {
                        return Optional.empty();
                    }
                    int bits = file.getInt(start + 1);
                    width = Math.max(width, 1 + (bits & 0x3FFF));
                    height = Math.max(height, 1 + ((bits >>> 14) & 0x3FFF));
                    data = true;
                }
                // a frame of a moving picture is no larger than the canvas that VP8X names
                case "ANMF" -> data |= width > 0;
                default -> {
                    // colours, texts, transparency
                }
            }
            file.position(Math.min(file.limit(), Math.addExact(start, Math.addExact(length, length & 1))));
        }
        return data ? Optional.of(new PictureSize(PictureKind.WEBP, width, height)) : Optional.empty();
    }

    private static int threeBytes(ByteBuffer file, int at) {
        return (file.getShort(at) & 0xFFFF) | ((file.get(at + 2) & 0xFF) << 16);
    }
}
