package io.orderloom.demo;

import io.orderloom.access.ApiKeys;
import io.orderloom.access.StaffAccounts;
import io.orderloom.web.Role;
import java.util.Set;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Gives the demo its well-known keys and staff ({@code demo-ops}, password and key the same) before the
 * first request is served.
 */
@Component
@OnlyInDemo
class DemoAccess implements SmartInitializingSingleton {

    private final ApiKeys keys;
    private final StaffAccounts staff;

    DemoAccess(ApiKeys keys, StaffAccounts staff) {
        this.keys = keys;
        this.staff = staff;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (Role role : Role.values()) {
            if (role != Role.SHOPPER) {
                String name = "demo-" + role.key();
                keys.ensure(name, role, name);
                staff.ensure(name, name, Set.of(role));
            }
        }
    }
}
