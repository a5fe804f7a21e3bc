package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.UtcTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

class SharedConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
            .withUserConfiguration(SharedConfiguration.class, Properties.class)
            .withPropertyValues(
                    "orderloom.personal-data.keys.a=" + ModeDefaults.DEMO_PERSONAL_DATA_KEY,
                    "orderloom.personal-data.current-key=a");

    @Test
    void everyRoomIsHandedClocksNumbersAndCipher() {
        runner.run(context -> {
            assertThat(context.getBean(BusinessNumbers.class).next())
                    .hasSize(20)
                    .contains("01");
            PersonalDataCipher cipher = context.getBean(PersonalDataCipher.class);
            assertThat(cipher.decrypt(cipher.encrypt("王小明"))).isEqualTo("王小明");
            Instant now = context.getBean(BusinessClock.class).now();
            assertThat(now).isEqualTo(UtcTime.stored(now));
        });
    }

    @Test
    void aMovableClockGoesBeforeTheMachines() {
        runner.withUserConfiguration(MovedClock.class)
                .run(context ->
                        assertThat(context.getBean(BusinessClock.class).now()).isEqualTo(Instant.EPOCH));
    }

    @Test
    void keysNeverShowInText() {
        runner.run(context -> assertThat(context.getBean(PersonalDataProperties.class))
                .hasToString("PersonalDataProperties[keys=[a], currentKey=a]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"quantity\":1,\"price\":1}",
                "{\"quantity\":1,\"quantity\":2}",
                "{\"quantity\":\"1\"}",
                "{\"quantity\":1.0}",
                "{\"quantity\":null}",
                "{\"quantity\":true}",
                "{\"quantity\":1} {}",
                "{\"quantity\":9223372036854775808}"
            })
    void bodiesThatAreNotExactlyWhatWasAskedForAreRefused(String body) {
        runner.run(context -> {
            ObjectMapper json = context.getBean(ObjectMapper.class);
            assertThat(json.readValue("{\"quantity\":1}", Line.class)).isEqualTo(new Line(1));
            assertThat(catchThrowable(() -> json.readValue(body, Line.class)))
                    .isInstanceOf(JsonProcessingException.class);
        });
    }

    @Test
    void momentsAreWrittenAsPeopleReadThem() {
        runner.run(context -> assertThat(
                        context.getBean(ObjectMapper.class).writeValueAsString(Instant.parse("2026-03-01T08:00:00Z")))
                .isEqualTo("\"2026-03-01T08:00:00Z\""));
    }

    record Line(long quantity) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PersonalDataProperties.class)
    static class Properties {}

    @Configuration(proxyBeanMethods = false)
    static class MovedClock {

        @Bean
        @Primary
        BusinessClock movedClock() {
            return () -> Instant.EPOCH;
        }
    }
}
