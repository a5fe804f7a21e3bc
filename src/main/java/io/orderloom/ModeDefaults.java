package io.orderloom;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides the mode once every configuration file has been read, and gives the demo what it needs to run
 * without any. These are defaults: whatever the user sets goes before them.
 */
final class ModeDefaults implements EnvironmentPostProcessor, Ordered {

    // Known to everyone, hence refused in production.
    static final String DEMO_PERSONAL_DATA_KEY = "b3JkZXJsb29tLWRlbW8tcGVyc29uYWwtZGF0YS1rZXk=";

    static final String DEMO_OPENID_HASH_KEY = "b3JkZXJsb29tLWRlbW8tb3BlbmlkLWhhc2gta2V5LTE=";

    private static final String DEMO_DATABASE =
            "jdbc:h2:file:${orderloom.data-dir}/orderloom;MODE=MariaDB;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        OperatingMode mode = OperatingMode.of(environment);
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put(OperatingMode.PROPERTY, mode.text());
        if (mode == OperatingMode.DEMO) {
            defaults.put("server.address", "127.0.0.1");
            defaults.put("orderloom.personal-data.keys.demo", DEMO_PERSONAL_DATA_KEY);
            defaults.put("orderloom.personal-data.current-key", "demo");
            defaults.put("orderloom.customer.openid-hash-key", DEMO_OPENID_HASH_KEY);
            defaults.put("spring.datasource.url", DEMO_DATABASE);
            // the engine does not start without an administrator
            defaults.put("orderloom.admin.name", "demo-admin");
            defaults.put("orderloom.admin.password", "demo-admin");
        }
        environment.getPropertySources().addLast(new MapPropertySource("orderloom " + mode.text(), defaults));
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 1;
    }
}
