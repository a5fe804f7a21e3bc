package io.orderloom;

import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Entry point of the service, in demo mode as in production. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class OrderloomApplication {

    public static void main(String[] args) {
        // The engine stores local times; every node must mean the same ones.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        PrivateTemporaryDirectory.use();
        SpringApplication.run(OrderloomApplication.class, args);
    }
}
