package io.orderloom.engine;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DeferredWrites;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.UtcTime;
import io.orderloom.shared.WireClock;
import io.orderloom.testing.SessionStatus;
import io.orderloom.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The engine's room alone on a database of its own, with the least around it: clocks, numbers, an order
 * lock, and a delegate that does what a test says.
 */
final class EngineRoom implements AutoCloseable {

    final ConfigurableApplicationContext context;
    final ProcessEngine engine;
    final RuntimeService runtime;
    final RepositoryService repository;
    final ManagementService management;
    final HistoryService history;
    final JdbcClient jdbc;
    final EngineClock engineClock;
    final Transactions transactions;
    final FactRecorder facts;
    final ProcessSignals signals;
    final ProcessStarter starter;
    final KeptSignals keptSignals;
    final KeptSignalRelay relay;
    final ScriptedDelegate script;
    private final MovedClock clock;

    /** How far the engine's clock, the only one of this JVM, was moved when the room was opened. */
    private final Duration found;

    private final BusinessNumbers numbers;

    /** The room on a fresh H2 database in memory, as the demo has it on a file. */
    static EngineRoom onH2(String... settings) {
        return new EngineRoom(
                "jdbc:h2:mem:" + System.nanoTime() + ";MODE=MariaDB;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
                "sa",
                "",
                settings);
    }

    static EngineRoom on(TestDatabase database, String... settings) {
        return new EngineRoom(database.url(), database.username(), database.password(), settings);
    }

    private EngineRoom(String url, String user, String password, String... settings) {
        found = Duration.between(Instant.now(), ClockUtil.getCurrentTime().toInstant());
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("orderloom.mode", "demo");
        arguments.put("spring.datasource.url", url);
        arguments.put("spring.datasource.username", user);
        arguments.put("spring.datasource.password", password);
        arguments.put("server.port", "0");
        arguments.put("orderloom.schedules.enabled", "false");
        arguments.put("orderloom.engine.deploy-models", "false");
        arguments.put("orderloom.engine.first-process", "First");
        arguments.put("orderloom.admin.name", "root");
        arguments.put("orderloom.admin.password", "root-password");
        arguments.put("camunda.bpm.job-execution.enabled", "false");
        for (String setting : settings) {
            arguments.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        context = new SpringApplicationBuilder(Surroundings.class)
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
        engine = context.getBean(ProcessEngine.class);
        runtime = engine.getRuntimeService();
        repository = engine.getRepositoryService();
        management = engine.getManagementService();
        history = engine.getHistoryService();
        jdbc = context.getBean(JdbcClient.class);
        engineClock = context.getBean(EngineClock.class);
        engineClock.moveTo(Duration.ZERO);
        transactions = context.getBean(Transactions.class);
        facts = context.getBean(FactRecorder.class);
        signals = context.getBean(ProcessSignals.class);
        starter = context.getBean(ProcessStarter.class);
        keptSignals = context.getBean(KeptSignals.class);
        relay = context.getBean(KeptSignalRelay.class);
        script = context.getBean(ScriptedDelegate.class);
        clock = context.getBean(MovedClock.class);
        numbers = context.getBean(BusinessNumbers.class);
        transactions.run(() -> {
            jdbc.sql("create table if not exists test_orders (order_no varchar(32) primary key, facts int not null)")
                    .update();
        });
    }

    /** Moves the business clock and the engine's together. */
    void advance(Duration by) {
        clock.offset = clock.offset.plus(by);
        engineClock.moveTo(clock.offset);
    }

    /** A new order's row. */
    OrderNo newOrder() {
        OrderNo orderNo = new OrderNo(numbers.next());
        transactions.run(() -> {
            jdbc.sql("insert into test_orders (order_no, facts) values (?, 0)")
                    .param(orderNo.value())
                    .update();
        });
        return orderNo;
    }

    /** Writes a fact of the order, which takes its lock. */
    void writeFact(OrderNo orderNo) {
        jdbc.sql("update test_orders set facts = facts + 1 where order_no = ?")
                .param(orderNo.value())
                .update();
    }

    int facts(OrderNo orderNo) {
        return jdbc.sql("select facts from test_orders where order_no = ?")
                .param(orderNo.value())
                .query(Integer.class)
                .single();
    }

    void deploy(BpmnModelInstance model) {
        repository.createDeployment().addModelInstance("model.bpmn", model).deploy();
    }

    void deployXml(String xml) {
        repository.createDeployment().addString("model.bpmn", xml).deploy();
    }

    String xml(BpmnModelInstance model) {
        return Bpmn.convertToString(model);
    }

    /** The activities at which the order's processes stand. */
    List<String> standsAt(OrderNo orderNo) {
        return runtime.createProcessInstanceQuery().processInstanceBusinessKey(orderNo.value()).list().stream()
                .flatMap(instance -> runtime.getActiveActivityIds(instance.getId()).stream())
                .sorted()
                .toList();
    }

    long keptRows(OrderNo orderNo) {
        return jdbc.sql("select count(*) from process_signals where order_no = ?")
                .param(orderNo.value())
                .query(Long.class)
                .single();
    }

    /** What MariaDB's session of the running transaction has counted. */
    long counted(String name) {
        return SessionStatus.counted(jdbc, name);
    }

    /** Address of the room's web server. */
    String url(String path) {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path;
    }

    @Override
    public void close() {
        // A service that other tests share goes on in its own time.
        engineClock.moveTo(found);
        SpringApplication.exit(context);
    }

    /** A business clock at a distance from the machine's. */
    static final class MovedClock implements BusinessClock {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public java.time.Instant now() {
            return UtcTime.stored(Clock.systemUTC().instant().plus(offset));
        }
    }

    /** No component itself, so that the scan of a whole-service test passes it by. */
    @EnableAutoConfiguration
    @ComponentScan("io.orderloom.engine")
    static class Surroundings {

        @Bean
        MovedClock businessClock() {
            return new MovedClock();
        }

        @Bean
        WireClock wireClock() {
            return () -> Clock.systemUTC().instant();
        }

        @Bean
        BusinessNumbers businessNumbers(BusinessClock clock) {
            return new BusinessNumbers(clock, "T1");
        }

        @Bean
        OrderLock orderLock(JdbcClient jdbc) {
            return orderNo -> {
                Optional<String> row = jdbc.sql("select order_no from test_orders where order_no = ? for update")
                        .param(orderNo.value())
                        .query(String.class)
                        .optional();
                return row.isPresent();
            };
        }

        /** Knows the staff by name and password, as the service's own door does. */
        @Bean
        SecurityFilterChain door(HttpSecurity http, StaffDirectory staff) throws Exception {
            return http.authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                    .authenticationManager(credentials -> staff.authenticate(
                                    credentials.getName(), String.valueOf(credentials.getCredentials()))
                            .map(member -> (Authentication) UsernamePasswordAuthenticationToken.authenticated(
                                    member.name(),
                                    null,
                                    member.roles().stream()
                                            .map(role ->
                                                    new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT)))
                                            .toList()))
                            .orElseThrow(() -> new BadCredentialsException("wrong")))
                    .httpBasic(Customizer.withDefaults())
                    .csrf(AbstractHttpConfigurer::disable)
                    .build();
        }

        @Bean
        Canary canary() {
            return new Canary();
        }

        @Bean
        ScriptedDelegate scriptedDelegate() {
            return new ScriptedDelegate();
        }

        @Bean
        DeferredWrites deferredWrites(ScriptedDelegate script) {
            return () -> script.deferred.run();
        }
    }
}
