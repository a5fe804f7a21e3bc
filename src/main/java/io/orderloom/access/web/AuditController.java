package io.orderloom.access.web;

import io.orderloom.access.AuditTrail;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people with power did. */
@RestController
@Roles({Role.OPS, Role.ADMIN})
class AuditController {

    private final AuditTrail audit;

    AuditController(AuditTrail audit) {
        this.audit = audit;
    }

    @GetMapping("/ops/v1/audit")
    Page<AuditTrail.Entry> entries(PageRequest page) {
        return audit.entries(page);
    }
}
