package io.orderloom.demo;

import io.orderloom.web.Role;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where everything of the demo is found. */
@Component
@OnlyInDemo
public class DemoAddresses {

    private final String service;
    private final String sandbox;

    DemoAddresses(@Value("${server.port:8080}") int port, SandboxBesideService sandbox) {
        this.service = "http://localhost:" + port;
        this.sandbox = sandbox.address().replace("127.0.0.1", "localhost");
    }

    /** The demo shop. */
    public String shop() {
        return service + "/";
    }

    /** Where a person plays the payer. */
    public String cashier() {
        return sandbox + "/";
    }

    /** Cockpit, where flows are looked at and repaired. */
    public String cockpit() {
        return service + "/camunda/app/cockpit/default/";
    }

    /** The API's reference. */
    public String apiDocs() {
        return service + "/swagger-ui.html";
    }

    /** Users and keys; each one's password is its name. */
    public List<String> users() {
        return Arrays.stream(Role.values())
                .filter(role -> role != Role.SHOPPER)
                .map(role -> "demo-" + role.key())
                .toList();
    }

    String service() {
        return service;
    }
}
