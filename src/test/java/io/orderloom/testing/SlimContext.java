package io.orderloom.testing;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.PersonalDataCipher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Some beans of a room on a migrated database, with real transactions and a clock that stands still until
 * it is moved; starts in a moment because nothing else is there.
 */
public final class SlimContext implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private SlimContext(DataSource database, List<Class<?>> rooms, Class<?>... beans) {
        context.registerBean(DataSource.class, () -> database);
        context.register(Basics.class);
        if (beans.length > 0) {
            context.register(beans);
        }
        ClassPathBeanDefinitionScanner scanner = new ClassPathBeanDefinitionScanner(context);
        for (Class<?> room : rooms) {
            // The room itself, not the packages inside: those need a web server or a gateway.
            scanner.setResourcePattern("*.class");
            scanner.scan(room.getPackageName());
        }
        context.refresh();
    }

    /** Everything in the packages of these classes, but nothing below. */
    public static SlimContext ofRoomsOnMariaDb(Class<?>... rooms) {
        return new SlimContext(Servers.mariaDb().migratedDataSource(), List.of(rooms));
    }

    /** As {@link #ofRoomsOnMariaDb}, on an H2 as the demo uses it. */
    public static SlimContext ofRoomsOnH2(Class<?>... rooms) {
        return new SlimContext(h2(), List.of(rooms));
    }

    /** On a database of its own on the real MariaDB. */
    public static SlimContext onMariaDb(Class<?>... beans) {
        return new SlimContext(Servers.mariaDb().migratedDataSource(), List.of(), beans);
    }

    /** On an H2 in memory as the demo uses it. */
    public static SlimContext onH2(Class<?>... beans) {
        return new SlimContext(h2(), List.of(), beans);
    }

    private static DataSource h2() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MariaDB;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000");
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration/common", "classpath:db/migration/h2")
                .failOnMissingLocations(false)
                .load()
                .migrate();
        return database;
    }

    public <T> T get(Class<T> bean) {
        return context.getBean(bean);
    }

    public JdbcClient jdbc() {
        return get(JdbcClient.class);
    }

    public TransactionTemplate transactions() {
        return get(TransactionTemplate.class);
    }

    public StandingClock clock() {
        return get(StandingClock.class);
    }

    @Override
    public void close() {
        context.close();
    }

    /** A business clock that only tests move. */
    public static final class StandingClock implements BusinessClock {

        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T08:00:00Z"));

        @Override
        public Instant now() {
            return Objects.requireNonNull(now.get());
        }

        public void advance(Duration duration) {
            now.updateAndGet(moment -> moment.plus(duration));
        }
    }

    // Not annotated as a configuration, so that the scan of the whole service does not find it.
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Basics {

        @Bean
        JdbcClient jdbcClient(DataSource database) {
            return JdbcClient.create(database);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource database) {
            return new JdbcTransactionManager(database);
        }

        @Bean
        TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }

        @Bean
        StandingClock clock() {
            return new StandingClock();
        }

        @Bean
        BusinessNumbers businessNumbers(BusinessClock clock) {
            return new BusinessNumbers(clock, "T1");
        }

        @Bean
        PersonalDataCipher personalDataCipher() {
            return new PersonalDataCipher(Map.of("test", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="), "test");
        }
    }
}
