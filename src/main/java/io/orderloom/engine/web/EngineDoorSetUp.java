package io.orderloom.engine.web;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the door behind the one that knows callers and before everything of the engine. */
@Configuration(proxyBeanMethods = false)
class EngineDoorSetUp {

    /** Before even the firewall, which knows no engine. */
    @Bean
    FilterRegistrationBean<PlainAddresses> plainAddresses() {
        FilterRegistrationBean<PlainAddresses> plain = new FilterRegistrationBean<>(new PlainAddresses());
        plain.addUrlPatterns(EngineDoor.REST + "/*", EngineDoor.WEB_APPLICATIONS + "/*");
        plain.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return plain;
    }

    @Bean
    FilterRegistrationBean<EngineDoor> engineDoor(IdentityService identity) {
        FilterRegistrationBean<EngineDoor> door = new FilterRegistrationBean<>(new EngineDoor(identity));
        door.addUrlPatterns(EngineDoor.REST + "/*", EngineDoor.WEB_APPLICATIONS + "/*");
        door.setOrder(0);
        return door;
    }
}
