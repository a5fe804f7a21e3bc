package io.orderloom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When WeChat lets a shop write to its users, and what it pushes. */
class MiniProgramMessagesTest extends SandboxTest {

    private static final String NOWHERE = "http://127.0.0.1:1/webhooks/wechat-mini-program";

    private String token = "";

    @BeforeEach
    void getToken() {
        token = merchant.post(
                        "/cgi-bin/stable_token",
                        "{\"grant_type\":\"client_credential\",\"appid\":\"%s\",\"secret\":\"%s\"}"
                                .formatted(KEYS.appId(), KEYS.appSecret()))
                .json()
                .path("access_token")
                .asText();
    }

    @Test
    void aShopMayWriteFiveTimesWithinTwoDaysOfWhatTheUserWrote() {
        assertThat(custom("openid-alice")).isEqualTo(45015);
        pushed("{\"openid\":\"openid-alice\",\"text\":\"在吗\",\"url\":\"" + NOWHERE + "\"}");

        for (int i = 0; i < 5; i++) {
            assertThat(custom("openid-alice")).isZero();
        }
        assertThat(custom("openid-alice")).isEqualTo(45047);
        assertThat(custom("openid-bob")).isEqualTo(45015);

        pushed("{\"openid\":\"openid-alice\",\"text\":\"还在吗\",\"url\":\"" + NOWHERE + "\"}");
        restart();
        assertThat(custom("openid-alice")).as("after a restart, too").isEqualTo(40001);
        getToken();
        assertThat(custom("openid-alice")).isZero();
        pass(Duration.ofDays(2));
        assertThat(custom("openid-alice")).isEqualTo(45015);
        assertThat(messages()).hasSize(6);
    }

    @Test
    void aShopMayWriteTwiceWithinAMinuteOfTheUserComingIn() {
        String enters =
                "{\"openid\":\"openid-carol\",\"event\":\"user_enter_tempsession\",\"url\":\"" + NOWHERE + "\"}";
        pushed(enters);
        assertThat(custom("openid-carol")).isZero();
        assertThat(custom("openid-carol")).isZero();
        assertThat(custom("openid-carol")).isEqualTo(45047);
        pass(Duration.ofMinutes(1));
        assertThat(custom("openid-carol")).isEqualTo(45015);
        pushed(enters);
        assertThat(custom("openid-carol")).isZero();
    }

    @Test
    void whatSomebodyForgedOpensNoWindow() {
        pushed("{\"openid\":\"openid-dave\",\"text\":\"在吗\",\"tamper\":\"SIGNATURE\",\"url\":\"" + NOWHERE + "\"}");
        assertThat(custom("openid-dave")).isEqualTo(45015);
    }

    @Test
    void aUserIsToldAsOftenAsTheyAgreedTo() {
        merchant.post(
                "/sandbox/v1/mini-program/subscriptions",
                "{\"openid\":\"openid-alice\",\"templateId\":\"T\",\"times\":1}");
        assertThat(subscribe("openid-alice", "thing1", "红色T恤")).isZero();
        assertThat(subscribe("openid-alice", "thing1", "红色T恤")).isEqualTo(43101);
        assertThat(subscribe("openid-bob", "thing1", "红色T恤")).isZero();
        assertThat(subscribe("openid-refuses-all", "thing1", "红色T恤")).isEqualTo(43101);
    }

    @ParameterizedTest
    @CsvSource({
        "thing1, 二十个字以内的东西, 0",
        "thing1, 这个东西的名字实在太长了所以微信根本不会接受它, 47003",
        "character_string2, 01KAQ3T9ZB0112345678, 0",
        "character_string2, 订单号, 47003",
        "amount3, 224.01, 0",
        "amount3, ¥224.01元, 0",
        "amount3, a lot, 47003",
        "phrase4, 已发货, 0",
        "phrase4, shipped, 47003",
        "time5, 2026年11月23日 14:05, 0",
        "time5, soon, 47003",
    })
    void whatATemplateTakes(String key, String value, int errcode) {
        assertThat(subscribe("openid-alice", key, value)).isEqualTo(errcode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"touser\":\"\",\"msgtype\":\"text\",\"text\":{\"content\":\"好\"}}|40003",
                "{\"touser\":\"openid-alice\",\"msgtype\":\"song\"}|40008",
                "{\"touser\":\"openid-alice\",\"msgtype\":\"text\",\"text\":{\"content\":\" \"}}|44004",
                "[]|47001",
            })
    void aMessageAgainstTheRulesIsRefused(String body, int errcode) {
        assertThat(send("custom", body)).isEqualTo(errcode);
    }

    private void pushed(String order) {
        assertThat(merchant.post("/sandbox/v1/mini-program/pushes", order)
                        .json()
                        .path("answers")
                        .path(0)
                        .asInt())
                .as("nobody listens there")
                .isZero();
    }

    private int custom(String openid) {
        return send("custom", "{\"touser\":\"" + openid + "\",\"msgtype\":\"text\",\"text\":{\"content\":\"您好\"}}");
    }

    private int subscribe(String openid, String key, String value) {
        return send(
                "subscribe",
                "{\"touser\":\"%s\",\"template_id\":\"T\",\"data\":{\"%s\":{\"value\":\"%s\"}}}"
                        .formatted(openid, key, value));
    }

    private int send(String kind, String body) {
        return merchant.post("/cgi-bin/message/" + kind + "/send?access_token=" + token, body)
                .json()
                .path("errcode")
                .asInt();
    }

    private JsonNode messages() {
        return merchant.get("/sandbox/v1/mini-program").json().path("messages");
    }
}
