package io.orderloom.engine.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.sql.DataSource;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.calendar.MapBusinessCalendarManager;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.history.HistoryLevel;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;

/** Sets the engine up for this product: what it stores, in which order it works, what it refuses. */
final class EnginePlugin extends AbstractProcessEnginePlugin {

    /** Tasklist asks for as many filters at once, and shows none when it may not. */
    private static final int MOST_ROWS_OF_A_QUERY = 2_000;

    private static final String PERSON_OR_ROLE = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}";

    private final DataSource dataSource;
    private final OrderedIdGenerator ids;
    private final BuildingBlockExpressions expressions;
    private final List<SessionFactory> managers;
    private final List<BpmnParseListener> parseListeners;
    private final List<IncidentHandler> incidentHandlers;

    EnginePlugin(
            DataSource dataSource,
            OrderedIdGenerator ids,
            BuildingBlockExpressions expressions,
            List<SessionFactory> managers,
            List<BpmnParseListener> parseListeners,
            List<IncidentHandler> incidentHandlers) {
        this.dataSource = dataSource;
        this.ids = ids;
        this.expressions = expressions;
        this.managers = managers;
        this.parseListeners = parseListeners;
        this.incidentHandlers = incidentHandlers;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setDatabaseType(databaseType());
        // Under any other isolation than READ COMMITTED the engine loses updates; it must not be talked out of that.
        configuration.setSkipIsolationLevelCheck(false);
        configuration.setIdGenerator(ids);
        configuration.setExpressionManager(expressions);
        configuration.setScriptEngineResolver(new NoScripts());
        configuration.setEnableScriptEngineLoadExternalResources(false);
        configuration.setArtifactFactory(new NoClassesFromModels());
        DefaultDmnEngineConfiguration tables = new DefaultDmnEngineConfiguration();
        tables.setFeelEngineFactory(new CellsReadOnce(configuration.getDmnFeelCustomFunctionProviders()));
        configuration.setDmnEngineConfiguration(tables);
        configuration.setCustomPostBPMNParseListeners(new ArrayList<>(parseListeners));
        configuration.setCustomIncidentHandlers(new ArrayList<>(incidentHandlers));

        configuration.setTaskMetricsEnabled(false);
        configuration.setCmmnEnabled(false);
        configuration.setStandaloneTasksEnabled(false);
        configuration.setQueryMaxResultsLimit(MOST_ROWS_OF_A_QUERY);

        // Jobs in the order they fall due; the clause for jobs without a due date would defeat the index, and so
        // would a kind of job that goes first.
        configuration.setJobExecutorAcquireByDueDate(true);
        configuration.setJobExecutorPreferTimerJobs(false);
        configuration.setEnsureJobDueDateNotNull(true);
        configuration.setFailedJobRetryTimeCycle("PT10S,PT1M,PT5M,PT30M");
        configuration.setFailedJobCommandFactory(new LosersTryAtOnce());
        configuration.setEnableExceptionsAfterUnhandledBpmnError(true);

        configuration.setHistoryCleanupBatchWindowStartTime("02:00");
        configuration.setHistoryCleanupBatchWindowEndTime("05:00");
        configuration.setHistoryCleanupBatchSize(100);
        configuration.setHistoryCleanupDegreeOfParallelism(2);

        configuration.setLoginMaxAttempts(5);
        configuration.setUserResourceWhitelistPattern(PERSON_OR_ROLE);
        configuration.setGroupResourceWhitelistPattern(PERSON_OR_ROLE);
        configuration.setTenantCheckEnabled(false);
        configuration.setDeserializationTypeValidationEnabled(true);
        configuration.setEnableExpressionsInAdhocQueries(false);
        configuration.setEnableExpressionsInStoredQueries(false);
        configuration.setEnableXxeProcessing(false);
        List<CommandInterceptor> guards = new ArrayList<>();
        guards.add(new NoExpressionsInQueries());
        configuration.setCustomPreCommandInterceptorsTxRequired(guards);
        List<CommandInterceptor> guardsOfOwnTransactions = new ArrayList<>();
        guardsOfOwnTransactions.add(new NoExpressionsInQueries());
        configuration.setCustomPreCommandInterceptorsTxRequiresNew(guardsOfOwnTransactions);
        List<SessionFactory> sessions = new ArrayList<>(managers);
        sessions.add(new FiltersWithoutExpressions.Factory());
        sessions.add(new EngineSession.Factory());
        sessions.add(new UndescribedEntities.Factory(ids));
        configuration.setCustomSessionFactories(sessions);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        // without history there is nothing to clean up, and no need for a job that finds nothing
        configuration.setHistoryCleanupEnabled(
                !HistoryLevel.HISTORY_LEVEL_NONE.equals(configuration.getHistoryLevel()));
        ((MapBusinessCalendarManager) configuration.getBusinessCalendarManager())
                .addBusinessCalendar(PlainDurations.NAME, new PlainDurations());
    }

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        ProcessEngineConfigurationImpl configuration =
                (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
        if (configuration.isEnableXxeProcessing()
                || configuration.isEnableExpressionsInAdhocQueries()
                || configuration.isEnableExpressionsInStoredQueries()
                || !configuration.isDeserializationTypeValidationEnabled()) {
            throw new IllegalStateException("A guard of the engine is switched off; the service does not start so");
        }
    }

    /** MariaDB speaks MySQL here: the engine does not know MariaDB by name. */
    private String databaseType() {
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
            return product.equals("h2") ? "h2" : "mysql";
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer: " + Objects.toString(e.getMessage(), ""), e);
        }
    }
}
