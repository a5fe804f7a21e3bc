package io.orderloom;

import io.orderloom.access.ApiKeys;
import io.orderloom.access.StaffAccounts;
import io.orderloom.web.Role;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * Looks, before the first request is served, at who could come in: nobody by a key or a password of the demo,
 * which everyone knows, and at least one administrator. A database that a demo has run on fails the first.
 */
@Component
@ConditionalOnProperty(name = OperatingMode.PROPERTY, havingValue = "production")
class ProductionAccess implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ProductionAccess.class);
    private static final String DEMO_PREFIX = "demo-";

    private final ApiKeys keys;
    private final StaffAccounts staff;
    private final AdministratorSettings first;

    ProductionAccess(ApiKeys keys, StaffAccounts staff, AdministratorSettings first) {
        this.keys = keys;
        this.staff = staff;
        this.first = first;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Role role : Role.values()) {
            String name = DEMO_PREFIX + role.key();
            if (keys.authenticate(name).isPresent()) {
                throw demoLeftover("key", name);
            }
            if (staff.all().stream().anyMatch(account -> account.name().equals(name))) {
                throw demoLeftover("user", name);
            }
        }
        if (staff.all().stream().noneMatch(account -> account.roles().contains(Role.ADMIN))) {
            admitFirstAdministrator();
        }
    }

    private void admitFirstAdministrator() {
        if (!first.isNamed()) {
            throw new StartRefused(
                    "Nobody is an administrator yet, so nobody could create users or keys.",
                    "Set orderloom.admin.name and orderloom.admin.password for the first start; they can go afterwards.");
        }
        if (first.password().contains(first.name())) {
            throw new StartRefused(
                    "orderloom.admin.password contains the name it belongs to.", "Choose a password of its own.");
        }
        staff.add(first.name(), first.password(), Set.of(Role.ADMIN), "first start");
        LOG.info("{} is the first administrator; the settings that named them can be taken out", first.name());
    }

    private static StartRefused demoLeftover(String kind, String name) {
        return new StartRefused(
                "The demo's " + kind + " " + name + " exists in this database, and everyone knows it.",
                "Use a database that no demo has run on.");
    }
}
