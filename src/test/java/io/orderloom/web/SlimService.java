package io.orderloom.web;

import io.orderloom.engine.StaffDirectory;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.WireClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.spring.boot.starter.CamundaBpmAutoConfiguration;
import org.camunda.bpm.spring.boot.starter.rest.CamundaBpmRestJerseyAutoConfiguration;
import org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

/** The rooms web and access alone, without the engine, around a controller that probes them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("orderloom.test.probe")
@EnableAutoConfiguration(
        exclude = {
            CamundaBpmAutoConfiguration.class,
            CamundaBpmRestJerseyAutoConfiguration.class,
            CamundaBpmWebappAutoConfiguration.class
        })
@ComponentScan({"io.orderloom.web", "io.orderloom.access"})
@Import(SlimService.TransactionsOfTheEngine.class)
public class SlimService {

    static class TransactionsOfTheEngine implements ImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata importing) {
            return new String[] {"io.orderloom.engine.RetriedTransactions"};
        }
    }

    /** Both clocks, movable apart from each other. */
    public static final class Clocks {

        private volatile Duration wire = Duration.ZERO;
        private volatile Duration business = Duration.ZERO;

        public void advanceWire(Duration by) {
            wire = wire.plus(by);
        }

        public void advanceBusiness(Duration by) {
            business = business.plus(by);
        }

        Instant wireNow() {
            return Clock.systemUTC().instant().plus(wire);
        }

        Instant businessNow() {
            return Clock.systemUTC().instant().plus(business);
        }
    }

    @Bean
    Clocks clocks() {
        return new Clocks();
    }

    @Bean
    WireClock wireClock(Clocks clocks) {
        return clocks::wireNow;
    }

    @Bean
    BusinessClock businessClock(Clocks clocks) {
        return clocks::businessNow;
    }

    @Bean
    PersonalDataCipher personalDataCipher() {
        return new PersonalDataCipher(Map.of("test", "dGVzdC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyEhISE="), "test");
    }

    @Bean
    StaffDirectory staffDirectory() {
        return new StaffInMemory();
    }

    private static final class StaffInMemory implements StaffDirectory {

        private final Map<String, Member> members = new ConcurrentHashMap<>();
        private final Map<String, String> passwords = new ConcurrentHashMap<>();

        @Override
        public Optional<Member> authenticate(String name, String password) {
            return password.equals(passwords.get(name)) ? Optional.ofNullable(members.get(name)) : Optional.empty();
        }

        @Override
        public List<Member> all() {
            return List.copyOf(members.values());
        }

        @Override
        public boolean add(Member member, String password) {
            passwords.putIfAbsent(member.name(), password);
            return members.putIfAbsent(member.name(), member) == null;
        }

        @Override
        public boolean remove(String name) {
            return members.remove(name) != null;
        }
    }
}
