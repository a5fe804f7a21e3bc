package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.MapBusinessCalendarManager;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** What the product puts in the place of the engine's own parts is there. */
class EnginePluginTest {

    private final StandaloneInMemProcessEngineConfiguration configuration =
            new StandaloneInMemProcessEngineConfiguration();
    private final EnginePlugin plugin = new EnginePlugin(
            database(),
            new OrderedIdGenerator(() -> Instant.EPOCH),
            new BuildingBlockExpressions(new StaticListableBeanFactory()),
            List.of(),
            List.of(),
            List.of());

    @Test
    void theCellsOfTablesAreReadOnce() {
        plugin.preInit(configuration);

        assertThat(configuration.getDmnEngineConfiguration().getFeelEngineFactory())
                .isInstanceOf(CellsReadOnce.class);
    }

    @Test
    void durationsOfTimersAreReadPlainly() {
        configuration.setBusinessCalendarManager(new MapBusinessCalendarManager());

        plugin.postInit(configuration);

        assertThat(configuration.getBusinessCalendarManager().getBusinessCalendar(DurationBusinessCalendar.NAME))
                .isInstanceOf(PlainDurations.class);
    }

    private static JdbcDataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:");
        return database;
    }
}
