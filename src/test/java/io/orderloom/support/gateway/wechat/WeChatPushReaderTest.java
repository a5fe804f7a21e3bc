package io.orderloom.support.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.shared.WireClock;
import io.orderloom.support.Push;
import io.orderloom.support.PushReader.Signed;
import io.orderloom.support.PushRefused;
import io.orderloom.support.PushUnreadable;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of a push, and what cannot even be read. The sandbox seals pushes with code of its own. */
class WeChatPushReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
    private static final String TOKEN = "sandboxToken";
    private static final String TEXT =
            "<xml><FromUserName><![CDATA[o1]]></FromUserName><CreateTime>7</CreateTime><MsgType>text</MsgType>"
                    + "<Content><![CDATA[<b>&amp;]]></Content><MsgId>42</MsgId></xml>";

    private final WeChatPushReader plain = reader(true);

    @Test
    void aPlainPushIsReadWhereTheShopTakesPlainOnes() {
        Push push = plain.read(signed(NOW), bytes(TEXT));

        assertThat(push.type()).isEqualTo("text");
        assertThat(push.openid()).isEqualTo("o1");
        assertThat(push.fields()).containsEntry("Content", "<b>&amp;");
        assertThat(push.key()).hasSize(64);
        assertThatThrownBy(() -> reader(false).read(signed(NOW), bytes(TEXT)))
                .isInstanceOf(PushRefused.class)
                .hasMessage("not encrypted");
    }

    @Test
    void jsonAndXmlOfOneMessageAreOneMessage() {
        Push json = plain.read(
                signed(NOW), bytes("{\"FromUserName\":\"o1\",\"MsgType\":\"text\",\"Content\":\"x\",\"MsgId\":42}"));

        assertThat(json.key()).isEqualTo(plain.read(signed(NOW), bytes(TEXT)).key());
        assertThat(json.toString()).doesNotContain("o1");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "300, true", "-300, true", "301, false", "-301, false", "86400, false"})
    void aPushIsOfNow(int secondsOld, boolean believed) {
        Signed signed = signed(NOW.minusSeconds(secondsOld));
        if (believed) {
            assertThat(plain.read(signed, bytes(TEXT)).type()).isEqualTo("text");
        } else {
            assertThatThrownBy(() -> plain.read(signed, bytes(TEXT))).isInstanceOf(PushRefused.class);
            assertThatThrownBy(() -> plain.verify(signed)).isInstanceOf(PushRefused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "99999999999999999999", "-1", "1e9"})
    void aTimeThatIsNoneIsRefused(String timestamp) {
        assertThatThrownBy(() -> plain.verify(new Signed("x", "", timestamp, "n")))
                .isInstanceOf(PushRefused.class);
    }

    @Test
    void nobodySignsWithAnEmptyToken() {
        WeChatPushReader none =
                new WeChatPushReader(new PushSettings("wx1", new PushSettings.Push("", "", true)), fixed());
        String timestamp = String.valueOf(NOW.getEpochSecond());

        assertThat(none.configured()).isFalse();
        assertThatThrownBy(() -> none.verify(new Signed(PushCipher.signature("", timestamp, "n"), "", timestamp, "n")))
                .isInstanceOf(PushRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "hello",
                "a=b&c=d",
                "[]",
                "{",
                "{\"a\":1}{}",
                "{\"a\":1,\"a\":2}",
                "<xml>",
                "<xml><a>1</a><a>2</a></xml>",
                "<xml><a>&unknown;</a></xml>",
                "<?php echo 1 ?><xml/>",
                "<!DOCTYPE xml><xml><a>1</a></xml>",
                "<!DOCTYPE xml [<!ENTITY a 'b'>]><xml><MsgType>&a;</MsgType></xml>",
                "<!DOCTYPE xml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                        + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'>]><xml><a>&c;</a></xml>",
            })
    void whatCannotBeReadIsToldSo(String body) {
        assertThatThrownBy(() -> plain.read(signed(NOW), bytes(body))).isInstanceOf(PushUnreadable.class);
    }

    @Test
    void noDocumentReachesAFileOrAnotherMachine(@TempDir Path directory) throws IOException {
        Path canary = Files.writeString(directory.resolve("canary.txt"), "the canary's song");
        try (Postbox listener = new Postbox(200, Map.of(), "<!ENTITY a 'b'>")) {
            for (String door : new String[] {
                "<!DOCTYPE xml [<!ENTITY a SYSTEM '" + canary.toUri() + "'>]><xml><MsgType>&a;</MsgType></xml>",
                "<!DOCTYPE xml [<!ENTITY a SYSTEM '" + listener.url() + "/a'>]><xml><MsgType>&a;</MsgType></xml>",
                "<!DOCTYPE xml SYSTEM '" + listener.url() + "/x.dtd'><xml><MsgType>text</MsgType></xml>",
                "<!DOCTYPE xml [<!ENTITY % p SYSTEM '" + listener.url() + "/p.dtd'> %p;]><xml/>",
            }) {
                assertThatThrownBy(() -> plain.read(signed(NOW), bytes(door)))
                        .isInstanceOf(PushUnreadable.class)
                        .hasMessageNotContaining("song");
            }
            String include = "<xml xmlns:xi=\"http://www.w3.org/2001/XInclude\"><MsgType>text</MsgType><Content>"
                    + "<xi:include href=\"" + canary.toUri() + "\" parse=\"text\"/></Content></xml>";
            assertThat(plain.read(signed(NOW), bytes(include)).fields())
                    .as("nested things are not read at all")
                    .isEqualTo(Map.of("MsgType", "text"));
            assertThat(listener.received()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "not base64 !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"})
    void aKeyThatIsNoneStopsTheStart(String key) {
        assertThatThrownBy(() -> new PushCipher(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encoding-aes-key")
                .hasMessageNotContaining(key);
    }

    private static WeChatPushReader reader(boolean plaintext) {
        return new WeChatPushReader(new PushSettings("wx1", new PushSettings.Push(TOKEN, "", plaintext)), fixed());
    }

    private static WireClock fixed() {
        return () -> NOW;
    }

    private static Signed signed(Instant at) {
        String timestamp = String.valueOf(at.getEpochSecond());
        return new Signed(PushCipher.signature(TOKEN, timestamp, "n1"), "", timestamp, "n1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
