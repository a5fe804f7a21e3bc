package io.orderloom.engine.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.mapping.ResultMapping;
import org.apache.ibatis.reflection.MetaObject;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;

/**
 * Reads the rows of one process instance in the four tables of a running process in one statement. Which column is
 * which property comes from the engine's own mappings.
 */
final class WholeInstances {

    private static final String ENTITIES = "org.camunda.bpm.engine.impl.persistence.entity.";

    private enum Kind {
        EXECUTION("ACT_RU_EXECUTION", "PROC_INST_ID_", "ExecutionEntity.executionResultMap"),
        SUBSCRIPTION("ACT_RU_EVENT_SUBSCR", "PROC_INST_ID_", "EventSubscriptionEntity.eventSubscriptionResultMap"),
        VARIABLE("ACT_RU_VARIABLE", "PROC_INST_ID_", "VariableInstanceEntity.variableInstanceResultMap"),
        MESSAGE("ACT_RU_JOB", "PROCESS_INSTANCE_ID_", "JobEntity.messageResultMap"),
        TIMER("ACT_RU_JOB", "PROCESS_INSTANCE_ID_", "JobEntity.timerResultMap");

        private final String table;
        private final String instance;
        private final String mapping;

        Kind(String table, String instance, String mapping) {
            this.table = table;
            this.instance = instance;
            this.mapping = ENTITIES + mapping;
        }

        String condition() {
            return switch (this) {
                case MESSAGE -> " AND TYPE_ = 'message'";
                case TIMER -> " AND TYPE_ = 'timer'";
                default -> "";
            };
        }
    }

    /** Columns of a variable's mapping that are no columns of its table. */
    private static final Set<String> COMPUTED =
            Set.of("ACT_INST_ID_", "ACTIVITY_ID_", "IS_ACTIVE_", "IS_CONCURRENCY_SCOPE_");

    /** What the instance is known by. */
    enum Of {
        INSTANCE("?"),
        JOB("(SELECT PROCESS_INSTANCE_ID_ FROM ACT_RU_JOB WHERE ID_ = ?)"),
        EXECUTION("(SELECT PROC_INST_ID_ FROM ACT_RU_EXECUTION WHERE ID_ = ?)");

        private final String instance;

        Of(String instance) {
            this.instance = instance;
        }
    }

    /** What was in the tables of one instance. */
    record Rows(
            List<ExecutionEntity> executions,
            List<EventSubscriptionEntity> subscriptions,
            List<VariableInstanceEntity> variables,
            List<JobEntity> jobs) {

        Stream<DbEntity> all() {
            return Stream.of(executions, subscriptions, variables, jobs).flatMap(List::stream);
        }
    }

    private final Configuration configuration;
    private final Map<Kind, ResultMap> maps = new EnumMap<>(Kind.class);
    private final Map<Kind, List<ResultMapping>> columns = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> firstColumn = new EnumMap<>(Kind.class);
    private final Map<Of, String> statements = new EnumMap<>(Of.class);

    WholeInstances(Configuration configuration) {
        this.configuration = configuration;
        int width = 1;
        for (Kind kind : Kind.values()) {
            ResultMap map = configuration.getResultMap(kind.mapping);
            List<ResultMapping> mapped = map.getResultMappings().stream()
                    .filter(mapping -> kind != Kind.VARIABLE || !COMPUTED.contains(mapping.getColumn()))
                    .toList();
            maps.put(kind, map);
            columns.put(kind, mapped);
            firstColumn.put(kind, width + 1);
            width += mapped.size();
        }
        for (Of of : Of.values()) {
            int all = width;
            statements.put(
                    of,
                    Arrays.stream(Kind.values())
                            .map(kind -> branch(kind, of, all))
                            .collect(Collectors.joining(" UNION ALL ")));
        }
    }

    /** Each kind has columns of its own, so that no type is bent to another one's. */
    private String branch(Kind kind, Of of, int width) {
        List<String> selected = new ArrayList<>(Collections.nCopies(width, "NULL"));
        selected.set(0, "'" + kind + "'");
        int column = Objects.requireNonNull(firstColumn.get(kind)) - 1;
        for (ResultMapping mapping : Objects.requireNonNull(columns.get(kind))) {
            selected.set(column++, mapping.getColumn());
        }
        return "SELECT " + String.join(", ", selected) + " FROM " + kind.table + " WHERE " + kind.instance + " = "
                + of.instance + kind.condition();
    }

    /** @return no rows when there is no such instance, job or execution */
    Rows read(Connection connection, Of of, String id) {
        Rows rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (PreparedStatement statement = connection.prepareStatement(Objects.requireNonNull(statements.get(of)))) {
            for (int parameter = 1; parameter <= Kind.values().length; parameter++) {
                statement.setString(parameter, id);
            }
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    DbEntity entity = entity(results);
                    if (entity instanceof ExecutionEntity execution) {
                        rows.executions().add(execution);
                    } else if (entity instanceof EventSubscriptionEntity subscription) {
                        rows.subscriptions().add(subscription);
                    } else if (entity instanceof VariableInstanceEntity variable) {
                        rows.variables().add(variable);
                    } else {
                        rows.jobs().add((JobEntity) entity);
                    }
                }
            }
        } catch (SQLException e) {
            throw new ProcessEngineException("Cannot read the instance of " + of + " " + id, e);
        }
        return rows;
    }

    private DbEntity entity(ResultSet results) throws SQLException {
        Kind kind = Kind.valueOf(results.getString(1));
        Object entity = configuration
                .getObjectFactory()
                .create(Objects.requireNonNull(maps.get(kind)).getType());
        MetaObject properties = configuration.newMetaObject(entity);
        int column = Objects.requireNonNull(firstColumn.get(kind));
        for (ResultMapping mapping : Objects.requireNonNull(columns.get(kind))) {
            Object value = mapping.getTypeHandler().getResult(results, column++);
            if (value != null) {
                properties.setValue(mapping.getProperty(), value);
            }
        }
        return (DbEntity) entity;
    }
}
