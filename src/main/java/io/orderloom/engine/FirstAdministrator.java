package io.orderloom.engine;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes the first administrator from {@code orderloom.admin.name} and {@code orderloom.admin.password}, and
 * refuses the start while there is none: an engine without administrators lets whoever comes first become
 * one (CVE-2026-77226).
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class FirstAdministrator implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private final EngineStaffDirectory staff;
    private final String name;
    private final String password;

    FirstAdministrator(
            EngineStaffDirectory staff,
            @Value("${orderloom.admin.name:}") String name,
            @Value("${orderloom.admin.password:}") String password) {
        this.staff = staff;
        this.name = name;
        this.password = password;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (staff.administrators() > 0) {
            return;
        }
        if (name.isBlank() || password.isBlank()) {
            throw new IllegalStateException("Nobody administers this shop yet. Set orderloom.admin.name and"
                    + " orderloom.admin.password for the first start; the password can go afterwards.");
        }
        staff.add(new StaffDirectory.Member(name, Set.of("admin")), password);
        LOG.info("The first administrator is {}", name);
    }
}
