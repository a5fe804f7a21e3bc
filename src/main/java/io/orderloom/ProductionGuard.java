package io.orderloom;

import java.util.ArrayList;
import java.util.Arrays;
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

    /** What an account at a vendor needs as soon as anything of it is set; one of several by '|' will do. */
    private static final List<Account> ACCOUNTS = List.of(
            new Account(
                    "orderloom.wechat-pay",
                    "taking money by WeChat Pay",
                    List.of(
                            "mch-id",
                            "app-id",
                            "merchant-serial-number|merchant-certificate-path",
                            "private-key|private-key-path",
                            "public-key-id|public-key-id-path|verification=CERTIFICATE",
                            "public-key|public-key-path|public-keys-path|verification=CERTIFICATE",
                            "api-v3-key|api-v3-key-path",
                            "notify-url")),
            new Account(
                    "orderloom.alipay",
                    "taking money by Alipay",
                    List.of(
                            "app-id",
                            "seller-id",
                            "private-key|private-key-path",
                            "public-key|public-key-path",
                            "notify-url")),
            new Account(
                    "orderloom.unionpay",
                    "taking money by UnionPay",
                    List.of(
                            "mer-id",
                            "sign-key-store-path|certificate",
                            "sign-key-store-path|private-key",
                            "root-certificate-path|root-certificate",
                            "middle-certificate-path|middle-certificate",
                            "notify-url")),
            new Account("orderloom.mini-program", "the shop's mini-program", List.of("app-id", "app-secret")),
            new Account(
                    "orderloom.mini-program.push",
                    "trusting what WeChat pushes",
                    List.of("token", "encoding-aes-key|plaintext=true")),
            new Account(
                    "orderloom.kuaidi100",
                    "following parcels and trusting kuaidi100's pushes",
                    List.of("customer", "key", "salt", "callback-url")));

    /** Rooms of the demo, which production does not enter. */
    private static final List<String> DEMO_ROOMS = List.of("orderloom.sandbox", "orderloom.demo");

    /** Where secrets of ours and of our servers may stand. */
    private static final List<String> SECRET_ROOTS =
            List.of("orderloom", "spring.datasource", "spring.flyway", "camunda.bpm");

    private record Required(String name, String purpose) {}

    private record Account(String prefix, String purpose, List<String> needed) {}

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
        Set<ConfigurationPropertyName> settings = settings(environment);
        ACCOUNTS.forEach(account -> requireWhole(account, settings, environment, refusals));
        for (ConfigurationPropertyName name : settings) {
            String text = name.toString();
            if (DEMO_ROOMS.stream().anyMatch(room -> isBelow(name, room))) {
                refusals.add(text + " is set, which belongs to the demo and never to production.");
                continue;
            }
            String value = value(environment, text).strip();
            if (isBelow(name, "orderloom") && value.regionMatches(true, 0, "http://", 0, 7)) {
                refusals.add(text + " is a plain-http address; money and personal data travel over https only.");
            } else if (value.equals("https://")) {
                refusals.add(text + " is an address without a host.");
            }
            if (isSecret(name) && !(value.isEmpty() && isMissedAlready(name))) {
                Secrets.fault(value).ifPresent(fault -> refusals.add(text + " " + fault + "."));
            }
        }
        return refusals;
    }

    private static void requireWhole(
            Account account,
            Set<ConfigurationPropertyName> settings,
            ConfigurableEnvironment environment,
            List<String> refusals) {
        boolean begun = settings.stream()
                .filter(name -> isBelow(name, account.prefix()))
                .map(name -> value(environment, name.toString()))
                .anyMatch(value -> !value.isBlank() && !value.equals("false"));
        if (!begun) {
            return;
        }
        for (String needed : account.needed()) {
            String[] either = needed.split("\\|");
            if (Arrays.stream(either).noneMatch(one -> isGiven(account.prefix() + "." + one, environment))) {
                refusals.add(account.prefix() + "." + either[0] + " is missing: " + account.purpose() + " needs it.");
            }
        }
    }

    /** Whether a setting has a value, or after '=' this value. */
    private static boolean isGiven(String setting, ConfigurableEnvironment environment) {
        String[] nameAndValue = setting.split("=", 2);
        String value = value(environment, nameAndValue[0]);
        return nameAndValue.length == 1 ? !value.isBlank() : value.equalsIgnoreCase(nameAndValue[1]);
    }

    /** Whether an empty value of this name has had its sentence among those that are missing. */
    private static boolean isMissedAlready(ConfigurationPropertyName name) {
        return REQUIRED.stream()
                        .anyMatch(it -> ConfigurationPropertyName.of(it.name()).equals(name))
                || isBelow(name, "orderloom.personal-data.keys")
                || ACCOUNTS.stream().anyMatch(account -> isBelow(name, account.prefix()));
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
