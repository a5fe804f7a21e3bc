package io.orderloom.journeys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Pictures;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as evidence: taken in when they are pictures, shown to whom they concern, gone with their shopper. */
class FilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int MB = 1024 * 1024;

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(10);

    /** What a server answered to an upload. */
    private record Said(int status, String code) {}

    @Test
    void aPictureIsEvidenceThatStaffSeesAndNobodyElse() throws Exception {
        byte[] picture = Pictures.jpeg(320, 200);
        String fileId = uploaded("torn.jpg", picture);
        assertThat(uploaded("again.png", picture)).as("the same picture").isEqualTo(fileId);
        String orderNo = shop.paidBaseOrder();

        Answer asked = shop.asksFor(
                orderNo,
                Map.of(
                        "type", "REFUND_ONLY",
                        "items", List.of(Map.of("lineNo", 1, "quantity", 1)),
                        "evidence", List.of(fileId)));

        assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
        Answer seen = shop.staff("service").get("/api/v1/after-sales/" + asked.text("afterSalesNo"));
        assertThat(seen.body().path("evidence").path(0).asText()).isEqualTo(fileId);
        String url = seen.body().path("evidenceUrls").path(0).asText();
        assertThat(url).isEqualTo("/api/v1/files/" + fileId);
        HttpResponse<byte[]> shown = read(url, "demo-service", null);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo(picture);
        assertThat(header(shown, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(shown, "Content-Security-Policy")).contains("default-src 'none'");
        assertThat(header(shown, "Content-Disposition")).isEqualTo("inline; filename=\"" + fileId + ".jpg\"");
        assertThat(header(shown, "Cache-Control")).contains("private");

        assertThat(read(url, "demo-shop", shop.shopper()).statusCode()).isEqualTo(200);
        assertThat(read(url, "demo-shop", "somebody-else").statusCode()).isEqualTo(404);
        assertThat(read("/api/v1/files/NOSUCHFILE", "demo-service", null).statusCode())
                .isEqualTo(404);
        assertThat(read(url, "demo-merchant", null).statusCode()).isEqualTo(403);
        assertThat(read(url, null, null).statusCode()).isEqualTo(401);
        shop.decides(asked.text("afterSalesNo"), true);
        shop.awaitAfterSale(asked.text("afterSalesNo"), "COMPLETED");
    }

    @Test
    void evidenceIsTheShoppersOwnAndNeverAnAddress() throws Exception {
        String orderNo = shop.paidBaseOrder();
        ShopDriver other = new ShopDriver(service);
        String theirs = JSON.readTree(send("demo-shop", other.shopper(), "file", "a.png", Pictures.png(2, 2))
                        .body())
                .path("fileId")
                .asText();
        for (String fileId : List.of(theirs, "NOSUCHFILE1", "http://169.254.169.254/", "file:///etc/passwd")) {
            Answer asked = shop.asksFor(
                    orderNo,
                    Map.of(
                            "type", "REFUND_ONLY",
                            "items", List.of(Map.of("lineNo", 1, "quantity", 1)),
                            "evidence", List.of(fileId)));
            assertThat(asked.status()).as(fileId).isEqualTo(422);
            JsonNode error = asked.body().path("errors").path(0);
            assertThat(error.path("code").asText()).isEqualTo("FILE_UNKNOWN");
            assertThat(error.path("pointer").asText()).isEqualTo("/evidence/0");
        }
        assertThat(shop.shop().get("/api/v1/orders/" + orderNo + "/after-sales").body())
                .isEmpty();
    }

    static Stream<Arguments> noPictures() {
        byte[] large = new byte[5 * MB + 1];
        System.arraycopy(Pictures.png(2, 2), 0, large, 0, 57);
        return Stream.of(
                Arguments.of("drawing.svg", text("<svg><script>alert(1)</script></svg>"), 422, "FILE_NOT_A_PICTURE"),
                Arguments.of("page.html", text("<script>alert(1)</script>"), 422, "FILE_NOT_A_PICTURE"),
                Arguments.of("setup.jpg", text("MZ\u0090\u0000\u0003"), 422, "FILE_NOT_A_PICTURE"),
                Arguments.of("bomb.zip", text("PK\u0003\u0004\u0014"), 422, "FILE_NOT_A_PICTURE"),
                Arguments.of("half.png", text("\u0089PNG\r\n\u001a\n"), 422, "FILE_NOT_A_PICTURE"),
                Arguments.of("empty.png", new byte[0], 422, "FILE_EMPTY"),
                Arguments.of("bomb.png", Pictures.pngThatClaims(50_000, 50_000), 422, "PICTURE_TOO_LARGE"),
                Arguments.of("thread.png", Pictures.pngThatClaims(16_001, 1), 422, "PICTURE_TOO_LARGE"),
                Arguments.of("nothing.png", Pictures.pngThatClaims(0, 9), 422, "PICTURE_TOO_LARGE"),
                Arguments.of("large.png", large, 413, "REQUEST_TOO_LARGE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noPictures")
    void whatIsNoPictureIsRefused(String name, byte[] content, int status, String code) throws Exception {
        assertThat(said(send("demo-shop", shop.shopper(), "file", name, content)))
                .isEqualTo(new Said(status, code));
    }

    @Test
    void eachKindOfPictureUpToFiveMegabytesIsTakenIn() throws Exception {
        byte[] largest = new byte[5 * MB];
        byte[] jpeg = Pictures.jpeg(9, 9);
        System.arraycopy(jpeg, 0, largest, 0, jpeg.length);
        for (byte[] picture : List.of(Pictures.png(9, 9), Pictures.webp(), Pictures.webpWithLoss(), largest)) {
            HttpResponse<String> taken = send("demo-shop", shop.shopper(), "file", "picture", picture);
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
            String url = JSON.readTree(taken.body()).path("url").asText();
            assertThat(taken.headers().firstValue("Location")).contains(url);
            assertThat(read(url, "demo-shop", shop.shopper()).body()).isEqualTo(picture);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoHundredMegabytesAreRefusedInWordsWithoutBeingKept(boolean lengthIsTold) throws Exception {
        byte[] head = head("file", "huge.png");
        long length = head.length + 200L * MB;
        BodyPublisher body =
                BodyPublishers.ofInputStream(() -> new SequenceInputStream(new ByteArrayInputStream(head), zeros()));
        HttpResponse<String> answer = CLIENT.send(
                request("demo-shop", shop.shopper())
                        .POST(lengthIsTold ? BodyPublishers.fromPublisher(body, length) : body)
                        .build(),
                BodyHandlers.ofString());

        assertThat(said(answer)).isEqualTo(new Said(413, "REQUEST_TOO_LARGE"));
    }

    @Test
    void otherRoutesTakeNoMoreThanBefore() throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/orders"))
                        .header("Authorization", "Bearer demo-shop")
                        .header("X-Shopper-Id", shop.shopper())
                        .header("Idempotency-Key", "large")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(FilesTest::zeros), 200L * MB))
                        .build(),
                BodyHandlers.ofString());

        assertThat(said(answer)).isEqualTo(new Said(413, "REQUEST_TOO_LARGE"));
    }

    @Test
    void anAddressIsNoFileAndAnUploadNeedsAShopper() throws Exception {
        Answer address = shop.shop().post("/api/v1/files", Map.of("url", "http://169.254.169.254/latest"));
        assertThat(address.status()).isEqualTo(415);
        assertThat(send("demo-shop", shop.shopper(), "picture", "a.png", Pictures.png(2, 2))
                        .statusCode())
                .as("no part is named file")
                .isEqualTo(400);
        assertThat(send("demo-shop", null, "file", "a.png", Pictures.png(2, 2)).statusCode())
                .isEqualTo(400);
        assertThat(send("demo-service", null, "file", "a.png", Pictures.png(2, 2))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatNobodyShowsIsGoneADayLaterAndTheRestWithItsShopper() throws Exception {
        ShopDriver visitor = new ShopDriver(service);
        String unused = "/api/v1/files/" + uploaded("a.png", Pictures.png(3, 3));
        String again = uploaded("d.png", Pictures.png(6, 6));
        String shown = uploaded("b.png", Pictures.png(4, 4));
        String orderNo = shop.paidBaseOrder();
        Answer asked = shop.asksFor(
                orderNo,
                Map.of(
                        "type", "REFUND_ONLY",
                        "items", List.of(Map.of("lineNo", 1, "quantity", 2), Map.of("lineNo", 2, "quantity", 1)),
                        "evidence", List.of(shown)));
        shop.decides(asked.text("afterSalesNo"), true);
        shop.awaitStatus(orderNo, "CLOSED");
        String theirs = JSON.readTree(send("demo-shop", visitor.shopper(), "file", "c.png", Pictures.png(5, 5))
                        .body())
                .path("url")
                .asText();
        assertThat(shop.staff("shop")
                        .forShopper(visitor.shopper())
                        .delete("/api/v1/me")
                        .status())
                .isBetween(200, 204);
        assertThat(read(theirs, "demo-service", null).statusCode()).isEqualTo(404);

        shop.advance("PT23H");
        assertThat(uploaded("e.png", Pictures.png(6, 6))).isEqualTo(again);
        shop.advance("PT1H1M");

        assertThat(read("/api/v1/files/" + again, "demo-service", null).statusCode())
                .isEqualTo(200);
        assertThat(read(unused, "demo-service", null).statusCode()).isEqualTo(404);
        assertThat(read("/api/v1/files/" + shown, "demo-service", null).statusCode())
                .isEqualTo(200);
        assertThat(shop.shop().delete("/api/v1/me").status()).isBetween(200, 204);
        assertThat(read("/api/v1/files/" + shown, "demo-service", null).statusCode())
                .isEqualTo(404);
    }

    private String uploaded(String name, byte[] picture) throws IOException, InterruptedException {
        HttpResponse<String> taken = send("demo-shop", shop.shopper(), "file", name, picture);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        return JSON.readTree(taken.body()).path("fileId").asText();
    }

    private HttpResponse<String> send(String key, @Nullable String shopper, String part, String name, byte[] content)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head(part, name));
        body.write(content);
        body.write(text("\r\n--boundary--\r\n"));
        return CLIENT.send(
                request(key, shopper)
                        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String key, @Nullable String shopper) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/files"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "multipart/form-data; boundary=boundary");
        if (shopper != null) {
            request.header("X-Shopper-Id", shopper);
        }
        return request;
    }

    private static byte[] head(String part, String name) {
        return text("--boundary\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\"" + name
                + "\"\r\nContent-Type: image/png\r\n\r\n");
    }

    private HttpResponse<byte[]> read(String path, @Nullable String key, @Nullable String shopper)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + path));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (shopper != null) {
            request.header("X-Shopper-Id", shopper);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static Said said(HttpResponse<String> answer) throws IOException {
        JsonNode body = JSON.readTree(answer.body());
        JsonNode place = body.path("errors").path(0).path("code");
        return new Said(
                answer.statusCode(), place.isMissingNode() ? body.path("code").asText() : place.asText());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** 200 MB that nobody keeps. */
    private static InputStream zeros() {
        return new InputStream() {
            private long left = 200L * MB;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int given = (int) Math.min(left, length);
                left -= given;
                return given;
            }
        };
    }
}
