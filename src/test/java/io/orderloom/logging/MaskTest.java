package io.orderloom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "call 13812345678 back | call 138****5678 back",
                "手机13812345678号 | 手机138****5678号",
                "+86 138-1234-5678 | +86 138****5678",
                "tel 021-62345678 | tel 021-***",
                "id 11010519491231002X. | id ***.",
                "card 6222021234567890128 | card ***",
                "payer oUpF8uMuAJO_M2pxb1Q9zNjWeS6o paid | payer oUpF*** paid",
                "openid=o-alice, amount=1 | openid=***, amount=1",
                "{\"openid\":\"abc\",\"nickname\":\"小 明\"} | {\"openid\":\"***\",\"nickname\":\"***\"}",
                "{\\\"phone\\\":\\\"5551234\\\"} | {\\\"phone\\\":\\\"***\\\"}",
                "Authorization: Bearer abc.def-123 | Authorization: Bearer ***",
                "Authorization: Basic YWxpY2U6c2VjcmV0 | Authorization: Basic ***",
                "Authorization: demo-shop | Authorization: ***",
                "WECHATPAY2-SHA256-RSA2048 mchid=\"19\",signature=\"uOVRnA4q+/=\" | WECHATPAY2-SHA256-RSA2048 mchid=\"19\",signature=\"***\"",
                "password=hunter2&user=a | password=***&user=a",
                "{\"appSecret\":\"s3cr3t\"} | {\"appSecret\":\"***\"}",
                "apiV3Key=f3Kq81LmZz0Pw7Rt] | apiV3Key=***]",
                "orderloom.wechat-pay.api-v3-key: abc | orderloom.wechat-pay.api-v3-key: ***",
                "?access_token=67_abc&x=1 | ?access_token=***&x=1",
                "Cookie: JSESSIONID | Cookie: ***",
                "jdbc:mariadb://shop:geheim@db:3306/orderloom | jdbc:mariadb://shop:***@db:3306/orderloom",
                "amqp://u:p@mq/vh refused | amqp://u:***@mq/vh refused",
                "mail wang.xm@example.com now | mail w***@example.com now"
            })
    void personalDataAndSecretsAreHidden(String line, String masked) {
        assertThat(Mask.apply(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 0N3K7Q2M5A01R8T4W6Y9 paid 22401 fen",
                "transaction 4200001234202603011234567890",
                "at 1772352000000 in 13812ms",
                "2026-03-01T08:00:00.000Z",
                "550e8400-e29b-41d4-a716-446655440000",
                "o.s.b.w.embedded.tomcat.TomcatWebServer",
                "bean orderPlacementProcessDelegate of openPaymentsOfThisOrderPlease",
                "http://localhost:8080/api/v1/orders?page=0",
                "keyword=T-shirt",
                "curl -H 'Authorization: Bearer demo-shop' -H 'X-Shopper-Id: alice'",
                "io.orderloom.Order@1f2e3d"
            })
    void whatAnOperatorNeedsStays(String line) {
        assertThat(Mask.apply(line)).isEqualTo(line);
    }

    @Test
    void privateKeysAreHiddenWithRealAndWithEscapedLineEnds() {
        String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQ==";
        String whole = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----";

        assertThat(Mask.apply("key " + whole + " end")).isEqualTo("key -----BEGIN PRIVATE KEY----- *** end");
        assertThat(Mask.apply(whole.replace("\n", "\\n"))).isEqualTo("-----BEGIN PRIVATE KEY----- ***");
        assertThat(Mask.apply("-----BEGIN RSA PRIVATE KEY-----\n" + body))
                .doesNotContain("MII")
                .doesNotContain("BKcw");
        assertThat(Mask.apply("key=" + "MIIE" + "a".repeat(300))).doesNotContain("aaaa");
    }

    @Test
    void aLongLineIsMaskedInNoTime() {
        String line = "a=" + "x".repeat(200_000) + " 13812345678 " + "1".repeat(50_000);

        org.junit.jupiter.api.Assertions.assertTimeout(
                java.time.Duration.ofSeconds(5),
                () -> assertThat(Mask.apply(line)).contains("138****5678"));
    }
}
