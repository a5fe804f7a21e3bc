package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class ProductionGuardTest {

    private static final Map<String, Object> SOUND = settings(
            "spring.datasource.url", "jdbc:mariadb://db.shop.example/orderloom?nullDatabaseMeansCurrent=true",
            "spring.datasource.password", "Tq7-mzW2-rKx9-pLe4",
            "orderloom.rabbitmq.uri", "amqps://orderloom:h8Gd-2kQz-77vR@mq.shop.example/orderloom",
            "orderloom.personal-data.current-key", "k2026",
            "orderloom.personal-data.keys.k2026", "9vWm0m1rQd8yQ3v5b2k0o8sN1zE4hT7uXcJ6aLpGf3Y=",
            "orderloom.customer.openid-hash-key", "bW1zJ8e2oQ0n5xV7cT4uKf9yR3hGa6dLwPqEi1sZkXM=",
            "orderloom.some-gateway.base-url", "https://api.gateway.example",
            "orderloom.some-gateway.api-key", "f3Kq81LmZz0Pw7Rt",
            "orderloom.some-gateway.public-key-id", "PUB_KEY_ID_1",
            "orderloom.wechat-pay.enabled", "true",
            "orderloom.wechat-pay.mch-id", "1900000109",
            "orderloom.wechat-pay.app-id", "wxd678efh567hg6787",
            "orderloom.wechat-pay.merchant-serial-number", "444F4864EA9B34415",
            "orderloom.wechat-pay.private-key", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
            "orderloom.wechat-pay.public-key-id", "PUB_KEY_ID_2",
            "orderloom.wechat-pay.public-key-path", "/run/secrets/wechat.pem",
            "orderloom.wechat-pay.api-v3-key", "Qm3Zt7Wn5Kx9Lp2Rv8Yb4Hc6Jd1Fg0Sa",
            "orderloom.wechat-pay.notify-url", "https://shop.example/webhooks/wechat-pay/payments",
            "orderloom.alipay.app-id", "2021001234567890",
            "orderloom.alipay.seller-id", "2088001234567890",
            "orderloom.alipay.private-key-path", "/run/secrets/alipay-application.pem",
            "orderloom.alipay.public-key-path", "/run/secrets/alipay.pem",
            "orderloom.alipay.notify-url", "https://shop.example/webhooks/alipay",
            "orderloom.mini-program.app-id", "wxd678efh567hg6787",
            "orderloom.mini-program.app-secret", "4f1c0a9be2d87365",
            "orderloom.kuaidi100.customer", "9F1C0A9BE2D87365",
            "orderloom.kuaidi100.key", "kQmZtWnKxLpR",
            "orderloom.kuaidi100.salt", "sRvYbHcJdFgSa",
            "orderloom.kuaidi100.callback-url", "https://shop.example/webhooks/kuaidi100");

    @Test
    void aSoundConfigurationStarts() {
        assertThat(refusals(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.datasource.password | '' | spring.datasource.password is missing: the password of the database user.",
                "orderloom.rabbitmq.uri | '' | orderloom.rabbitmq.uri is missing: the broker that carries the events.",
                "orderloom.rabbitmq.uri | amqp://guest:guest@mq | The password in orderloom.rabbitmq.uri is a default or an example that everyone knows.",
                "orderloom.rabbitmq.uri | amqp://mq.shop.example | The password in orderloom.rabbitmq.uri is empty.",
                "spring.datasource.url | jdbc:h2:mem:shop | spring.datasource.url is not a jdbc:mariadb address; production keeps its books in MariaDB.",
                "spring.datasource.url | jdbc:mariadb://db/o?useBulkStmts=true | spring.datasource.url says useBulkStmts=true, under which concurrent steps of the engine fail.",
                "spring.datasource.password | orderloom | spring.datasource.password is a default or an example that everyone knows.",
                "spring.datasource.password | Zk4!qP | spring.datasource.password is shorter than 12 characters.",
                "orderloom.personal-data.current-key | k2027 | orderloom.personal-data.keys.k2027 is missing: the key that seals personal data.",
                "orderloom.personal-data.keys.k2026 | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= | orderloom.personal-data.keys.k2026 is made of too few different characters.",
                "orderloom.some-gateway.api-key | '' | orderloom.some-gateway.api-key is empty.",
                "orderloom.some-gateway.api-key | change-me-please | orderloom.some-gateway.api-key is a default or an example that everyone knows.",
                "orderloom.some-gateway.base-url | http://api.gateway.example | orderloom.some-gateway.base-url is a plain-http address; money and personal data travel over https only.",
                "orderloom.some-gateway.base-url | HTTP://127.0.0.1:8090 | orderloom.some-gateway.base-url is a plain-http address; money and personal data travel over https only.",
                "orderloom.kuaidi100.salt | '' | orderloom.kuaidi100.salt is missing: following parcels and trusting kuaidi100's pushes needs it.",
                "orderloom.wechat-pay.api-v3-key | '' | orderloom.wechat-pay.api-v3-key is missing: taking money by WeChat Pay needs it.",
                "orderloom.wechat-pay.private-key | '' | orderloom.wechat-pay.private-key is missing: taking money by WeChat Pay needs it.",
                "orderloom.wechat-pay.public-key-id | '' | orderloom.wechat-pay.public-key-id is missing: taking money by WeChat Pay needs it.",
                "orderloom.alipay.seller-id | '' | orderloom.alipay.seller-id is missing: taking money by Alipay needs it.",
                "orderloom.alipay.private-key-path | '' | orderloom.alipay.private-key is missing: taking money by Alipay needs it.",
                "orderloom.wechat-pay.notify-url | http://shop.example/webhooks | orderloom.wechat-pay.notify-url is a plain-http address; money and personal data travel over https only.",
                "orderloom.wechat-pay.notify-url | https:// | orderloom.wechat-pay.notify-url is an address without a host.",
                "orderloom.mini-program.app-secret | '' | orderloom.mini-program.app-secret is missing: the shop's mini-program needs it.",
                "orderloom.admin.password | admin123 | orderloom.admin.password is a default or an example that everyone knows.",
                "orderloom.sandbox.port | 8090 | orderloom.sandbox.port is set, which belongs to the demo and never to production.",
                "orderloom.demo.seed | true | orderloom.demo.seed is set, which belongs to the demo and never to production.",
                "camunda.bpm.admin-user.password | admin | camunda.bpm.admin-user.password is a default or an example that everyone knows."
            })
    void eachWrongSettingIsOneSentence(String name, String value, String sentence) {
        assertThat(refusals(Map.of(name, value))).containsExactly(sentence);
    }

    @Test
    void theDemosOwnKeysAreRefused() {
        assertThat(refusals(Map.of(
                        "orderloom.personal-data.keys.k2026",
                        ModeDefaults.DEMO_PERSONAL_DATA_KEY,
                        "orderloom.customer.openid-hash-key",
                        ModeDefaults.DEMO_OPENID_HASH_KEY)))
                .hasSize(2)
                .allMatch(sentence -> sentence.endsWith("is a default or an example that everyone knows."));
    }

    @Test
    void everyWrongSettingIsNamedAtOnceAndNoSecretIsShown() {
        List<String> refusals =
                refusals(Map.of("orderloom.some-gateway.api-key", "hunter2", "orderloom.rabbitmq.uri", "amqp://a:b@c"));

        assertThat(refusals).hasSize(2).noneMatch(sentence -> sentence.contains("hunter2"));
    }

    @Test
    void environmentVariablesAreLookedAtLikeFiles() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addLast(new MapPropertySource("sound", SOUND));
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of(
                                        "ORDERLOOM_SOMEGATEWAY_BASEURL",
                                        "http://api.gateway.example",
                                        "ORDERLOOM_OTHER_APPSECRET",
                                        "changeme")));

        assertThat(ProductionGuard.refusals(environment))
                .containsExactlyInAnyOrder(
                        "orderloom.somegateway.baseurl is a plain-http address; money and personal data travel over"
                                + " https only.",
                        "orderloom.other.appsecret is a default or an example that everyone knows.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "changeit",
                "CHANGE_ME",
                "Password123",
                "secret",
                "guest",
                "12345678901234",
                "abcdefghijklmnop",
                "<your key>",
                "your-secret-here",
                "xxxxxxxxxxxxxxxx",
                "orderloom1",
                "00000000000000000000",
                " "
            })
    void whatEveryoneGuessesIsNoSecret(String value) {
        assertThat(Secrets.fault(value)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f3Kq81LmZz0Pw7Rt", "correct horse battery staple", "83920183746501", "kB7$kB7$mQ2!"})
    void aSecretOfItsOwnIsOne(String value) {
        assertThat(Secrets.fault(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "apikey,true",
        "apiv3key,true",
        "privatekey,true",
        "appsecret,true",
        "password,true",
        "token,true",
        "privatekeypath,false",
        "publickey,false",
        "publickeyid,false",
        "currentkey,false",
        "merchantid,false"
    })
    void secretsAreKnownByTheirNames(String name, boolean secret) {
        assertThat(Secrets.isName(name)).isEqualTo(secret);
    }

    @Test
    void aRefusedStartShowsTheSentenceAndNoStackTrace(CapturedOutput output) {
        SpringApplicationBuilder application = application(Map.of("spring.datasource.password", "root"));

        assertThatThrownBy(application::run).isInstanceOf(StartRefused.class);

        assertThat(output.getAll())
                .contains("spring.datasource.password is a default or an example that everyone knows.")
                .doesNotContain("\tat io.orderloom");
    }

    @Test
    void theDemoIsNotAskedForSecrets() {
        SpringApplicationBuilder application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(Map.of("orderloom.mode", "demo"));

        application.run().close();
    }

    private static Map<String, Object> settings(String... namesAndValues) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (int next = 0; next < namesAndValues.length; next += 2) {
            settings.put(namesAndValues[next], namesAndValues[next + 1]);
        }
        return settings;
    }

    private static SpringApplicationBuilder application(Map<String, Object> changes) {
        Map<String, Object> settings = new LinkedHashMap<>(SOUND);
        settings.putAll(changes);
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(settings);
    }

    private static List<String> refusals(Map<String, Object> changes) {
        Map<String, Object> settings = new LinkedHashMap<>(SOUND);
        settings.putAll(changes);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return ProductionGuard.refusals(environment);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
