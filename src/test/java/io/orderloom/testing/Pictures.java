package io.orderloom.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures as shoppers upload them, and some that nobody should open. */
public final class Pictures {

    private Pictures() {}

    public static byte[] png(int width, int height) {
        return drawn("png", width, height);
    }

    public static byte[] jpeg(int width, int height) {
        return drawn("jpg", width, height);
    }

    /** One pixel, packed without loss. */
    public static byte[] webp() {
        return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    }

    /** One pixel, packed with loss. */
    public static byte[] webpWithLoss() {
        return Base64.getDecoder().decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");
    }

    /** A file of a few bytes that claims to be a picture of so many pixels; its checksums are right. */
    public static byte[] pngThatClaims(int width, int height) {
        byte[] picture = png(1, 1);
        ByteBuffer bytes = ByteBuffer.wrap(picture);
        bytes.putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(picture, 12, 17);
        bytes.putInt(29, (int) sum.getValue());
        return picture;
    }

    private static byte[] drawn(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xC0FFEE);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }
}
