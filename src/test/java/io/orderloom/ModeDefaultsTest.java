package io.orderloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class ModeDefaultsTest {

    @Test
    void withoutADatabaseItIsTheDemoOnItsOwnFileAndThisMachineAlone() {
        ConfigurableEnvironment environment = start(Map.of("orderloom.data-dir", "/srv/demo"));

        assertThat(environment.getProperty("orderloom.mode")).isEqualTo("demo");
        assertThat(environment.getProperty("spring.datasource.url"))
                .startsWith("jdbc:h2:file:/srv/demo/orderloom;MODE=MariaDB");
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(Base64.getDecoder().decode(environment.getProperty("orderloom.personal-data.keys.demo", "")))
                .hasSize(32);
    }

    @Test
    void aConfiguredDatabaseMeansProductionWithoutAnyDefaultSecret() {
        ConfigurableEnvironment environment = start(Map.of("spring.datasource.url", "jdbc:mariadb://db/shop"));

        assertThat(environment.getProperty("orderloom.mode")).isEqualTo("production");
        assertThat(environment.getProperty("server.address")).isNull();
        assertThat(environment.getProperty("orderloom.personal-data.current-key"))
                .isNull();
    }

    @Test
    void theDemoUsesTheDatabaseItIsGiven() {
        ConfigurableEnvironment environment =
                start(Map.of("orderloom.mode", "demo", "spring.datasource.url", "jdbc:mariadb://db/shop"));

        assertThat(environment.getProperty("orderloom.mode")).isEqualTo("demo");
        assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:mariadb://db/shop");
        assertThat(environment.getProperty("orderloom.personal-data.current-key"))
                .isEqualTo("demo");
    }

    @Test
    void anEmptyAddressIsNoDatabase() {
        assertThat(start(Map.of("spring.datasource.url", " ")).getProperty("orderloom.mode"))
                .isEqualTo("demo");
    }

    @Test
    void aModeThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> start(Map.of("orderloom.mode", "prod")))
                .isInstanceOf(StartRefused.class)
                .hasMessage("orderloom.mode is 'prod', which is neither demo nor production.");
    }

    private static ConfigurableEnvironment start(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        new ModeDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
