package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.sandbox.TestMerchant.Answered;
import io.orderloom.sandbox.TestMerchant.Received;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** kuaidi100's wire and the parcels behind it. */
class CarriersTest extends SandboxTest {

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return String.format("%032X", new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answered subscribe(String company, String trackingNo, String key) {
        String param = """
                {"company":"%s","number":"%s","key":"%s","parameters":{"callbackurl":"%s","salt":"pepper",\
                "resultv2":"1","phone":"13800000000"}}""".formatted(company, trackingNo, key, merchant.url("/webhooks/kuaidi100"));
        return merchant.postForm("/poll", Map.of("schema", "json", "param", param));
    }

    private Answered query(String param, String key) {
        return merchant.postForm(
                "/poll/query.do",
                Map.of(
                        "customer",
                        KEYS.kuaidi100Customer(),
                        "sign",
                        md5(param + key + KEYS.kuaidi100Customer()),
                        "param",
                        param));
    }

    private Answered move(String trackingNo, String state) {
        return merchant.post("/sandbox/v1/parcels/" + trackingNo + "/events", "{\"state\":\"" + state + "\"}");
    }

    private static String code(Answered answer) {
        return answer.json().path("returnCode").asText();
    }

    private static Map<String, String> form(Received push) {
        Map<String, String> fields = new HashMap<>();
        Arrays.stream(push.body().split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return fields;
    }

    private static String signature(Received push) {
        return form(push).getOrDefault("sign", "");
    }

    private static String content(Received push) {
        return form(push).getOrDefault("param", "");
    }

    @Test
    void whatHappensToAParcelIsPushedWithTheWholeTrackAndSigned() {
        assertThat(code(subscribe("shunfeng", "SF1234567890", KEYS.kuaidi100Key())))
                .isEqualTo("200");
        move("SF1234567890", "COLLECTED");
        pass(Duration.ofHours(5));
        move("SF1234567890", "SIGNED");
        sandbox.runDue();

        assertThat(merchant.received).hasSize(2);
        assertThat(merchant.received)
                .allSatisfy(push -> assertThat(signature(push)).isEqualTo(md5(content(push) + "pepper")));
        JsonNode last = TestMerchant.parse(content(merchant.received.get(1)));
        assertThat(last.path("status").asText()).isEqualTo("shutdown");
        assertThat(last.path("lastResult").path("state").asText()).isEqualTo("3");
        assertThat(last.path("lastResult").path("data")).hasSize(2);
        assertThat(last.path("lastResult").path("data").get(0).path("ftime").asText())
                .isEqualTo("2026-11-11 16:00:00");
    }

    @Test
    void whatHappenedBeforeTheSubscriptionIsPushedWithIt() {
        move("YT1234567890", "COLLECTED");
        move("YT1234567890", "IN_TRANSIT");
        sandbox.runDue();
        assertThat(merchant.received).isEmpty();

        subscribe("yuantong", "YT1234567890", KEYS.kuaidi100Key());
        sandbox.runDue();

        assertThat(merchant.received).hasSize(1);
        assertThat(TestMerchant.parse(content(merchant.received.get(0)))
                        .path("lastResult")
                        .path("data"))
                .hasSize(2);
        assertThat(code(subscribe("yuantong", "YT1234567890", KEYS.kuaidi100Key())))
                .isEqualTo("501");
    }

    @Test
    void aPushThatIsNotTakenIsRepeatedThreeTimes() {
        subscribe("yuantong", "YT1234567890", KEYS.kuaidi100Key());
        merchant.repliesWith(500, 500, 500, 500, 500);
        move("YT1234567890", "COLLECTED");

        pass(Duration.ofDays(1));

        assertThat(merchant.received).hasSize(4);
    }

    @Test
    void aForgedPushDoesNotVerify() {
        subscribe("yuantong", "YT1234567890", KEYS.kuaidi100Key());
        merchant.post(
                "/sandbox/v1/faults",
                "{\"channel\":\"KUAIDI100\",\"operation\":\"notify\",\"answer\":\"BAD_SIGNATURE\"}");
        move("YT1234567890", "COLLECTED");
        sandbox.runDue();
        assertThat(signature(merchant.received.get(0))).isNotEqualTo(md5(content(merchant.received.get(0)) + "pepper"));
    }

    @Test
    void aQueryNeedsTheRightSignatureAndATrack() {
        String param = "{\"com\":\"yuantong\",\"num\":\"YT1\",\"resultv2\":\"1\"}";
        assertThat(code(query(param, "wrong"))).isEqualTo("503");
        assertThat(code(query(param, KEYS.kuaidi100Key()))).isEqualTo("500");
        assertThat(code(query(param.replace("yuantong", "nobody"), KEYS.kuaidi100Key())))
                .isEqualTo("400");
        assertThat(code(query(param.replace("yuantong", "shunfeng"), KEYS.kuaidi100Key())))
                .isEqualTo("408");
        move("YT1", "OUT_FOR_DELIVERY");

        JsonNode track = query(param, KEYS.kuaidi100Key()).json();

        assertThat(track.path("message").asText()).isEqualTo("ok");
        assertThat(track.path("state").asText()).isEqualTo("5");
        assertThat(track.path("ischeck").asText()).isEqualTo("0");
    }

    @Test
    void aSubscriptionIsRefusedByItsReason() {
        assertThat(code(subscribe("yuantong", "YT1234567890", "wrong"))).isEqualTo("600");
        assertThat(code(subscribe("pigeon", "YT1234567890", KEYS.kuaidi100Key())))
                .isEqualTo("700");
        assertThat(code(subscribe("yuantong", "", KEYS.kuaidi100Key()))).isEqualTo("701");
        assertThat(code(merchant.postForm("/poll", Map.of("param", "{")))).isEqualTo("400");
        assertThat(move("YT1234567890", "LOST").status()).isEqualTo(400);
    }

    private Answered order(String orderId, String secret) {
        String param = """
                {"kuaidicom":"yuantong","orderId":"%s","needSubscribe":true,"pollCallBackUrl":"%s","salt":"pepper",\
                "recMan":{"name":"李雷","mobile":"13800000000","printAddr":"上海市"},\
                "sendMan":{"name":"仓库","mobile":"13900000000","printAddr":"杭州市"}}""".formatted(orderId, merchant.url("/webhooks/kuaidi100"));
        return merchant.postForm(
                "/label/order",
                Map.of(
                        "method",
                        "order",
                        "key",
                        KEYS.kuaidi100Key(),
                        "t",
                        "1700000000000",
                        "param",
                        param,
                        "sign",
                        md5(param + "1700000000000" + KEYS.kuaidi100Key() + secret)));
    }

    @Test
    void theSameOrderGetsTheSameWaybillAndItsNews() {
        String trackingNo = order("W1", KEYS.kuaidi100Secret())
                .json()
                .path("data")
                .path("kuaidinum")
                .asText();
        assertThat(trackingNo).isNotBlank();
        assertThat(order("W1", KEYS.kuaidi100Secret())
                        .json()
                        .path("data")
                        .path("kuaidinum")
                        .asText())
                .isEqualTo(trackingNo);
        assertThat(order("W1", "wrong").json().path("code").asInt()).isEqualTo(30002);
        restart();
        move(trackingNo, "COLLECTED");
        sandbox.runDue();
        assertThat(merchant.received).hasSize(1);
    }

    @Test
    void troublesAreOrderedForItToo() {
        merchant.post(
                "/sandbox/v1/faults", "{\"channel\":\"WECHAT_PAY\",\"operation\":\"track\",\"answer\":\"HTTP_502\"}");
        assertThat(subscribe("yuantong", "YT1234567890", KEYS.kuaidi100Key()).status())
                .isEqualTo(502);
    }
}
