package io.orderloom.engine;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Gives the pool what the engine needs of Connector/J, whatever address the operator wrote: prepared
 * statements kept on the server (a sixth of the bytes on the wire), and a table check that looks at this
 * database alone. What the address says itself wins, but for bulk statements: under them the engine does not
 * see that another node changed its rows.
 */
@Component
class MariaDbConnections implements BeanPostProcessor {

    private static final Map<String, String> WANTED = Map.of(
            // A look for due jobs asks whether anybody else works for the instance. Turned into a list, that question
            // reads every job there is; as it is written, it reads an index once per job that is taken.
            "sessionVariables", "optimizer_switch='exists_to_in=off'",
            "nullDatabaseMeansCurrent", "true",
            "useServerPrepStmts", "true",
            "cachePrepStmts", "true",
            "prepStmtCacheSize", "500",
            "useBulkStmts", "false",
            // Inserts of one kind travel as one statement; nothing is read off their counts.
            "useBulkStmtsForInserts", "true");

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof HikariDataSource pool) {
            adjust(pool);
        }
        return bean;
    }

    private static void adjust(HikariDataSource pool) {
        String url = pool.getJdbcUrl();
        if (url == null || !url.startsWith("jdbc:mariadb:")) {
            return;
        }
        String parameters = url.substring(url.indexOf('?') + 1).toLowerCase(Locale.ROOT);
        if (parameters.contains("usebulkstmts=true")) {
            throw new IllegalStateException(
                    "The database address says useBulkStmts=true; the engine loses updates with it. Take it out.");
        }
        WANTED.forEach((name, value) -> {
            if (!parameters.contains(name.toLowerCase(Locale.ROOT) + "=")) {
                pool.addDataSourceProperty(name, value);
            }
        });
    }
}
