package io.orderloom.engine.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.mapping.ResultMapping;
import org.apache.ibatis.reflection.Reflector;
import org.apache.ibatis.reflection.invoker.Invoker;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.TypeHandler;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of one process instance in the four tables of a running process in one statement, or has them from
 * who has just written them. Which column is which property comes from the engine's own mappings.
 */
final class WholeInstances {

    private static final String ENTITIES = "org.camunda.bpm.engine.impl.persistence.entity.";

    /** Where rows are, and what the first column says of each. */
    private enum Kind {
        EXECUTION("ACT_RU_EXECUTION", "PROC_INST_ID_", "'execution'"),
        SUBSCRIPTION("ACT_RU_EVENT_SUBSCR", "PROC_INST_ID_", "'subscription'"),
        VARIABLE("ACT_RU_VARIABLE", "PROC_INST_ID_", "'variable'"),
        JOB("ACT_RU_JOB", "PROCESS_INSTANCE_ID_", "TYPE_");

        private final String table;
        private final String instance;
        private final String says;

        Kind(String table, String instance, String says) {
            this.table = table;
            this.instance = instance;
            this.says = says;
        }

        /** What the first column may say; first the row that has all columns. */
        List<String> rows() {
            return this == JOB ? List.of("timer", "message") : List.of(says.replace("'", ""));
        }
    }

    /** The engine's mapping of such a row. */
    private static final Map<String, String> MAPPINGS = Map.of(
            "execution", ENTITIES + "ExecutionEntity.executionResultMap",
            "subscription", ENTITIES + "EventSubscriptionEntity.eventSubscriptionResultMap",
            "variable", ENTITIES + "VariableInstanceEntity.variableInstanceResultMap",
            "message", ENTITIES + "JobEntity.messageResultMap",
            "timer", ENTITIES + "JobEntity.timerResultMap");

    /** Columns that the rows of all kinds share; what is put into them is of one type. */
    private enum Shared {
        TEXTS,
        NUMBERS,
        MOMENTS,
        FRACTIONS;

        static Shared of(ResultMapping mapping) {
            return switch (mapping.getJdbcType()) {
                case VARCHAR -> TEXTS;
                case INTEGER, BIGINT, BOOLEAN -> NUMBERS;
                case TIMESTAMP -> MOMENTS;
                case DOUBLE -> FRACTIONS;
                default -> throw new IllegalStateException("A column of a new type: " + mapping.getColumn());
            };
        }
    }

    /** A property and the column of the answer that holds it. */
    private record Place(int column, ResultMapping mapping) {

        Setting in(Reflector type) {
            return new Setting(
                    column,
                    mapping.getColumn(),
                    mapping.getTypeHandler(),
                    type.getSetInvoker(mapping.getProperty()),
                    type.hasGetter(mapping.getProperty()) ? type.getGetInvoker(mapping.getProperty()) : null);
        }
    }

    /**
     * How a column gets into an entity.
     *
     * @param getter null where the engine can set the property only
     */
    private record Setting(
            int column,
            String name,
            TypeHandler<?> reading,
            Invoker setter,
            @Nullable Invoker getter) {}

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

        private Rows() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private void add(DbEntity entity) {
            if (entity instanceof ExecutionEntity execution) {
                executions.add(execution);
            } else if (entity instanceof EventSubscriptionEntity subscription) {
                subscriptions.add(subscription);
            } else if (entity instanceof VariableInstanceEntity variable) {
                variables.add(variable);
            } else {
                jobs.add((JobEntity) entity);
            }
        }

        Stream<DbEntity> all() {
            return Stream.of(executions, subscriptions, variables, jobs).flatMap(List::stream);
        }
    }

    private final Configuration configuration;
    private final Map<String, List<Setting>> settings = new HashMap<>();
    private final Map<String, Class<?>> types = new HashMap<>();
    private final Map<Of, String> statements = new EnumMap<>(Of.class);

    WholeInstances(Configuration configuration) {
        this.configuration = configuration;
        Map<Shared, Integer> widths = new EnumMap<>(Shared.class);
        for (Kind kind : Kind.values()) {
            Map<Shared, Long> needed =
                    columns(kind).stream().collect(Collectors.groupingBy(Shared::of, Collectors.counting()));
            needed.forEach((shared, count) -> widths.merge(shared, count.intValue(), Math::max));
        }
        Map<Kind, List<Place>> byKind = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Map<Shared, Integer> next = new EnumMap<>(Shared.class);
            int column = 2;
            for (Shared shared : Shared.values()) {
                next.put(shared, column);
                column += widths.getOrDefault(shared, 0);
            }
            byKind.put(
                    kind,
                    columns(kind).stream()
                            .map(mapping -> new Place(next.merge(Shared.of(mapping), 1, Integer::sum) - 1, mapping))
                            .toList());
        }
        byKind.forEach((kind, columns) -> kind.rows().forEach(says -> {
            ResultMap map = mapping(says);
            Reflector type = configuration.getReflectorFactory().findForClass(map.getType());
            types.put(says, map.getType());
            settings.put(
                    says,
                    columns.stream()
                            .filter(place -> map.getMappedProperties()
                                    .contains(place.mapping().getProperty()))
                            .map(place -> place.in(type))
                            .toList());
        }));
        int width = 1 + widths.values().stream().mapToInt(Integer::intValue).sum();
        for (Of of : Of.values()) {
            statements.put(
                    of,
                    Arrays.stream(Kind.values())
                            .map(kind -> branch(kind, of, width, Objects.requireNonNull(byKind.get(kind))))
                            .collect(Collectors.joining(" UNION ALL ")));
        }
    }

    private ResultMap mapping(String says) {
        return configuration.getResultMap(Objects.requireNonNull(MAPPINGS.get(says)));
    }

    private List<ResultMapping> columns(Kind kind) {
        return mapping(kind.rows().get(0)).getResultMappings().stream()
                .filter(mapping -> kind != Kind.VARIABLE || !COMPUTED.contains(mapping.getColumn()))
                .toList();
    }

    private static String branch(Kind kind, Of of, int width, List<Place> places) {
        List<String> selected = new ArrayList<>(Collections.nCopies(width, "NULL"));
        selected.set(0, kind.says);
        places.forEach(place -> selected.set(place.column() - 1, place.mapping().getColumn()));
        return "SELECT " + String.join(", ", selected) + " FROM " + kind.table + " WHERE " + kind.instance + " = "
                + of.instance;
    }

    /** @return no rows when there is no such instance, job or execution */
    Rows read(Connection connection, Of of, String id) {
        Rows rows = new Rows();
        read(connection, Objects.requireNonNull(statements.get(of)), List.of(id), rows::add);
        return rows;
    }

    /**
     * Reads several instances by one statement.
     *
     * @return what was read of each of those that are there, by its id
     */
    Map<String, Rows> read(Connection connection, Collection<String> processInstanceIds) {
        String places = Collections.nCopies(processInstanceIds.size(), "?").stream()
                .collect(Collectors.joining(", ", " IN (", ")"));
        Map<String, Rows> byInstance = new LinkedHashMap<>();
        read(
                connection,
                Objects.requireNonNull(statements.get(Of.INSTANCE)).replace(" = ?", places),
                processInstanceIds,
                row -> byInstance
                        .computeIfAbsent(Objects.requireNonNull(instanceOf(row)), instance -> new Rows())
                        .add(row));
        return byInstance;
    }

    private void read(Connection connection, String text, Collection<String> ids, Consumer<DbEntity> found) {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int parameter = 1;
            for (int kind = 0; kind < Kind.values().length; kind++) {
                for (String id : ids) {
                    statement.setString(parameter++, id);
                }
            }
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    found.accept(entity(results));
                }
            }
        } catch (SQLException e) {
            throw new ProcessEngineException("Cannot read the instance of " + ids, e);
        }
    }

    /** Whose row this is; null for a row that is none of a running process. */
    static @Nullable String instanceOf(DbEntity row) {
        if (row instanceof ExecutionEntity execution) {
            return execution.getProcessInstanceId();
        }
        if (row instanceof EventSubscriptionEntity subscription) {
            return subscription.getProcessInstanceId();
        }
        if (row instanceof VariableInstanceEntity variable) {
            return variable.getProcessInstanceId();
        }
        return row instanceof JobEntity job ? job.getProcessInstanceId() : null;
    }

    private DbEntity entity(ResultSet results) throws SQLException {
        String says = results.getString(1);
        DbEntity entity = (DbEntity) configuration
                .getObjectFactory()
                .create(Objects.requireNonNull(types.get(says), () -> "No row of a running process: " + says));
        for (Setting setting : Objects.requireNonNull(settings.get(says))) {
            set(entity, setting, setting.reading().getResult(results, setting.column()));
        }
        return entity;
    }

    /**
     * What reading these rows would give.
     *
     * @param written rows of running processes that were just written, and stay as they are
     */
    Rows asWritten(Stream<DbEntity> written, RowShapes shapes) {
        Rows rows = new Rows();
        written.forEach(row -> rows.add(copy(row, shapes)));
        return rows;
    }

    private DbEntity copy(DbEntity written, RowShapes shapes) {
        RowShapes.Shape shape = shapes.of(written);
        DbEntity copy = (DbEntity) configuration.getObjectFactory().create(written.getClass());
        for (Setting setting : Objects.requireNonNull(settings.get(says(written)))) {
            // Where the engine writes another property than it reads, the written one is what is in the table.
            set(
                    copy,
                    setting,
                    shape.hasParameter(setting.name())
                            ? shape.value(setting.name(), written)
                            : RowShapes.property(Objects.requireNonNull(setting.getter()), written));
        }
        return copy;
    }

    private static String says(DbEntity row) {
        if (row instanceof ExecutionEntity) {
            return "execution";
        }
        if (row instanceof EventSubscriptionEntity) {
            return "subscription";
        }
        if (row instanceof VariableInstanceEntity) {
            return "variable";
        }
        return ((JobEntity) row).getType();
    }

    private static void set(DbEntity entity, Setting setting, @Nullable Object value) {
        try {
            if (value != null) {
                setting.setter().invoke(entity, new Object[] {value});
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A row cannot be put into " + entity.getClass(), e);
        }
    }
}
