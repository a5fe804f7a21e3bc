package io.orderloom.customer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Pictures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSizeTest {

    @Test
    void eachKindTellsItsSize() {
        assertThat(PictureSize.of(Pictures.png(640, 480))).contains(new PictureSize(PictureKind.PNG, 640, 480));
        assertThat(PictureSize.of(Pictures.jpeg(640, 480))).contains(new PictureSize(PictureKind.JPEG, 640, 480));
        assertThat(PictureSize.of(Pictures.webp())).contains(new PictureSize(PictureKind.WEBP, 1, 1));
        assertThat(PictureSize.of(Pictures.webpWithLoss())).contains(new PictureSize(PictureKind.WEBP, 1, 1));
    }

    @Test
    void whatItWouldUnpackToIsKnownWithoutUnpackingIt() {
        assertThat(PictureSize.of(Pictures.pngThatClaims(50_000, 50_000)))
                .contains(new PictureSize(PictureKind.PNG, 50_000, 50_000));
    }

    static Stream<byte[]> pictures() {
        return Stream.of(Pictures.png(9, 9), Pictures.jpeg(9, 9), Pictures.webp(), Pictures.webpWithLoss());
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void aPictureThatIsCutShortIsNone(byte[] picture) {
        for (int length = 0; length < picture.length - 2; length++) {
            assertThat(PictureSize.of(Arrays.copyOf(picture, length)))
                    .as("%d of %d bytes", length, picture.length)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void whateverIsWrongInAFileItIsReadToTheEndAndNothingBreaks(byte[] picture) {
        Random chance = new Random(35);
        for (int round = 0; round < 5_000; round++) {
            byte[] broken = picture.clone();
            for (int times = 1 + chance.nextInt(4); times > 0; times--) {
                broken[chance.nextInt(broken.length)] = (byte) chance.nextInt(256);
            }
            PictureSize.of(broken).ifPresent(read -> assertThat(read.kind()).isNotNull());
        }
    }

    @Test
    void aChangedByteOfAPngIsNoticed() {
        byte[] picture = Pictures.png(9, 9);
        picture[picture.length / 2] ^= 1;

        assertThat(PictureSize.of(picture)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
                "<!doctype html><script>alert(1)</script>",
                "MZ\u0090\u0000\u0003",
                "PK\u0003\u0004",
                "GIF89a",
                "http://169.254.169.254/latest/meta-data",
                "\u0089PNG\r\n\u001a\n<script>alert(1)</script>",
                "\u00ff\u00d8\u00ff\u00e0JFIF and nothing else",
                "RIFF\u00ff\u00ff\u00ff\u00ffWEBPVP8L"
            })
    void whatIsNoPictureIsNoneWhateverItBeginsWith(String text) {
        assertThat(PictureSize.of(text.getBytes(ISO_8859_1))).isEmpty();
    }

    @Test
    void noKindIsTakenForAnother() {
        assertThat(List.of(PictureKind.values()))
                .allSatisfy(kind -> assertThat(PictureKind.of(kind.mediaType())).isEqualTo(kind));
    }
}
