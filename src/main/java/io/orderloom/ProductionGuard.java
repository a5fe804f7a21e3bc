package io.orderloom;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Stops a start in production that could lose money or personal data by its configuration alone: before
 * any bean exists, with one sentence for each setting that is wrong. No sentence shows a secret.
 */
final class ProductionGuard implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** What production cannot do without. */
    private static final List<Required> REQUIRED = List.of(
            new Required("spring.datasource.url", "the address of the MariaDB that keeps the books"),
            new Required("spring.datasource.password", "the password of the database user"),
            new Required("orderloom.rabbitmq.uri", "the broker that carries the events"),
            new Required("orderloom.personal-data.current-key", "the id of the key that seals personal data"),
            new Required("orderloom.customer.openid-hash-key", "the key under which shoppers are recognised"));

    /** Rooms of the demo, which production does not enter. */
    private static final List<String> DEMO_ROOMS = List.of("orderloom.sandbox", "orderloom.demo");

    /** Where secrets of ours and of our servers may stand. */
    private static final List<String> SECRET_ROOTS =
            List.of("orderloom", "spring.datasource", "spring.flyway", "camunda.bpm");

    private record Required(String name, String purpose) {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (OperatingMode.of(environment) == OperatingMode.PRODUCTION) {
            List<String> refusals = refusals(environment);
            if (!refusals.isEmpty()) {
                throw new StartRefused(
                        String.join(System.lineSeparator(), refusals),
                        "Set what is named above, or start with orderloom.mode=demo to try things out.");
            }
        }
    }

    /** One sentence for each reason not to start in production; empty when there is none. */
    static List<String> refusals(ConfigurableEnvironment environment) {
        List<String> refusals = new ArrayList<>();
        for (Required required : REQUIRED) {
            if (value(environment, required.name()).isBlank()) {
                refusals.add(required.name() + " is missing: " + required.purpose() + ".");
            }
        }
        requireMariaDb(value(environment, "spring.datasource.url"), refusals);
        requireSafeBroker(value(environment, "orderloom.rabbitmq.uri"), refusals);
        requireCurrentKey(environment, refusals);
        for (ConfigurationPropertyName name : settings(environment)) {
            String text = name.toString();
            if (DEMO_ROOMS.stream().anyMatch(room -> isBelow(name, room))) {
                refusals.add(text + " is set, which belongs to the demo and never to production.");
                continue;
            }
            String value = value(environment, text).strip();
            if (isBelow(name, "orderloom") && value.regionMatches(true, 0, "http://", 0, 7)) {
                refusals.add(text + " is a plain-http address; money and personal data travel over https only.");
            }
            if (isSecret(name)
                    && REQUIRED.stream()
                            .noneMatch(it -> value.isEmpty() && it.name().equals(text))) {
                Secrets.fault(value).ifPresent(fault -> refusals.add(text + " " + fault + "."));
            }
        }
        return refusals;
    }

    private static void requireMariaDb(String url, List<String> refusals) {
        if (!url.isBlank() && !url.startsWith("jdbc:mariadb:")) {
            refusals.add("spring.datasource.url is not a jdbc:mariadb address; production keeps its books in MariaDB.");
        }
        if (url.replace(" ", "").contains("useBulkStmts=true")) {
            refusals.add(
                    "spring.datasource.url says useBulkStmts=true, under which concurrent steps of the engine fail.");
        }
    }

    private static void requireSafeBroker(String uri, List<String> refusals) {
        if (uri.isBlank()) {
            return;
        }
        int at = uri.lastIndexOf('@');
        int colon = at < 0 ? -1 : uri.indexOf(':', uri.indexOf("//") + 2);
        String password = colon < 0 || colon > at ? "" : uri.substring(colon + 1, at);
        Secrets.fault(password)
                .ifPresent(fault -> refusals.add("The password in orderloom.rabbitmq.uri " + fault + "."));
    }

    private static void requireCurrentKey(ConfigurableEnvironment environment, List<String> refusals) {
        String current = value(environment, "orderloom.personal-data.current-key");
        if (!current.isBlank()
                && value(environment, "orderloom.personal-data.keys." + current).isBlank()) {
            refusals.add("orderloom.personal-data.keys." + current + " is missing: the key that seals personal data.");
        }
    }

    /** As a room will be given it: however it is spelled, in a file or in the environment. */
    private static String value(ConfigurableEnvironment environment, String name) {
        return Binder.get(environment).bind(name, String.class).orElse("");
    }

    private static Set<ConfigurationPropertyName> settings(ConfigurableEnvironment environment) {
        Set<ConfigurationPropertyName> names = new LinkedHashSet<>();
        ConfigurationPropertySources.get(environment).forEach(source -> {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                names.addAll(iterable.stream()
                        .filter(name -> SECRET_ROOTS.stream().anyMatch(root -> isBelow(name, root)))
                        .collect(Collectors.toList()));
            }
        });
        return names;
    }

    private static boolean isSecret(ConfigurationPropertyName name) {
        String last = name.getLastElement(Form.UNIFORM);
        String parent =
                name.getNumberOfElements() < 2 ? "" : name.getElement(name.getNumberOfElements() - 2, Form.UNIFORM);
        return Secrets.isName(last) || (parent.equals("keys") && Secrets.isKeyId(last));
    }

    private static boolean isBelow(ConfigurationPropertyName name, String root) {
        return ConfigurationPropertyName.of(root).isAncestorOf(name);
    }
}
