package io.orderloom;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first administrator, who lets the others in. Needed for the first start in production only; the settings may be taken out again
 * as soon as an administrator exists.
 *
 * @param name the administrator's user name
 * @param password at least 12 characters, without the name in them
 */
@ConfigurationProperties("orderloom.admin")
record AdministratorSettings(
        @DefaultValue("") String name, @DefaultValue("") String password) {

    boolean isNamed() {
        return !name.isBlank() && !password.isBlank();
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return "AdministratorSettings[name=" + name + "]";
    }
}
