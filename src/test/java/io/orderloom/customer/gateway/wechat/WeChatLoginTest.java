package io.orderloom.customer.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.customer.LoginRefused;
import io.orderloom.customer.LoginUnavailable;
import io.orderloom.customer.MiniProgramLogin;
import io.orderloom.gateway.MiniProgramPlatform;
import io.orderloom.gateway.MiniProgramSettings;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against the sandbox's wire. */
class WeChatLoginTest {

    private static GatewaySandbox sandbox;
    private static MiniProgramLogin login;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sandbox = new GatewaySandbox(directory, "http://127.0.0.1:1", Duration.ofSeconds(2));
        login = login(Map.of());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void aCodeTellsWhoLoggedIn() {
        assertThat(login.openid("alice")).isEqualTo("openid-alice");
    }

    @Test
    void aCodeServesOnce() {
        String code = sandbox.post(
                        "/sandbox/v1/mini-program/codes",
                        new ObjectMapper().createObjectNode().put("openid", "openid-of-bob"))
                .path("code")
                .asText();

        assertThat(login.openid(code)).isEqualTo("openid-of-bob");
        assertThatThrownBy(() -> login.openid(code)).isInstanceOf(LoginRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-code", "", "a b", "a&secret=x", "../x", "微信", "%41"})
    void aCodeThatWeChatDoesNotKnowOrThatIsNoneIsRefused(String code) {
        assertThatThrownBy(() -> login.openid(code)).isInstanceOf(LoginRefused.class);
    }

    @Test
    void aTokenThatStoppedWorkingIsReplacedUnnoticed() {
        assertThat(login.openid("alice")).isEqualTo("openid-alice");
        sandbox.delete("/sandbox/v1/mini-program/tokens");

        assertThat(login.openid("alice")).isEqualTo("openid-alice");
    }

    @Test
    void aWrongSecretIsOurTroubleAndNotTheShoppers() {
        MiniProgramLogin wrong = login(Map.of("orderloom.mini-program.app-secret", "not-the-secret"));

        assertThatThrownBy(() -> wrong.openid("alice")).isInstanceOf(LoginUnavailable.class);
    }

    @Test
    void whereNobodyListensTheShopperMayTryLater() {
        MiniProgramLogin unreachable =
                login(Map.of("orderloom.mini-program.base-url", "http://127.0.0.1:" + Ports.free()));

        assertThatThrownBy(() -> unreachable.openid("alice")).isInstanceOf(LoginUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 500, 502})
    void anAnswerThatIsNoneIsNotBelieved(int status) throws IOException {
        try (Postbox broken = new Postbox(status, Map.of("Location", "http://127.0.0.1:1/"), "<html></html>")) {
            MiniProgramLogin deceived = login(Map.of("orderloom.mini-program.base-url", broken.url()));

            assertThatThrownBy(() -> deceived.openid("alice")).isInstanceOf(LoginUnavailable.class);
        }
    }

    @Test
    void aShopWithoutAMiniProgramHasNobodyToAsk() {
        MiniProgramLogin none = login(Map.of("orderloom.mini-program.app-secret", ""));

        assertThatThrownBy(() -> none.openid("alice")).isInstanceOf(LoginUnavailable.class);
    }

    private static MiniProgramLogin login(Map<String, String> replaced) {
        return new WeChatLoginConfiguration()
                .weChatLogin(new MiniProgramPlatform(
                        sandbox.bind("orderloom.mini-program", MiniProgramSettings.class, replaced)));
    }
}
