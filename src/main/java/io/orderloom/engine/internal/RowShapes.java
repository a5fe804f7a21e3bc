package io.orderloom.engine.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.reflection.Reflector;
import org.apache.ibatis.reflection.invoker.Invoker;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandler;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.jspecify.annotations.Nullable;

/** What the engine writes of each kind of row, taken from its own statements once and kept for all sessions of one engine. */
final class RowShapes {

    /** Counts the changes of a row; the engine leaves it out of its insertions, as the constant 1. */
    static final String REVISION = "REV_";

    private static final Pattern INSERT =
            Pattern.compile("(?is)insert into (\\S+)\\s*\\((.*)\\)\\s*values\\s*\\((.*)\\)");
    private static final Pattern UPDATE =
            Pattern.compile("(?is)update \\S+ set\\s+(.*)\\s+where ID_ = \\?\\s+and REV_ = \\?");
    private static final Pattern DELETE = Pattern.compile("(?is)delete from (\\S+) where ID_ = \\? and REV_ = \\?");
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+) = \\?");

    /** How a column's value is had and how it gets into a statement. */
    private record Parameter(
            Invoker getter,
            TypeHandler<Object> writing,
            @Nullable JdbcType type) {

        @Nullable
        Object of(DbEntity entity) {
            return property(getter, entity);
        }
    }

    /**
     * A column that the engine writes when it makes a row.
     *
     * @param text a question mark, or the constant that the engine writes
     * @param parameter null for a constant
     */
    private record Column(String text, @Nullable Parameter parameter) {}

    /** What is written when a row of one kind is made. */
    static final class Shape {

        private final String table;
        private final Map<String, Column> columns;
        private final JdbcType typeOfNull;

        private Shape(String table, Map<String, Column> columns, JdbcType typeOfNull) {
            this.table = table;
            this.columns = columns;
            this.typeOfNull = typeOfNull;
        }

        String table() {
            return table;
        }

        /** In the engine's order. */
        Set<String> columns() {
            return columns.keySet();
        }

        /** Whether the engine writes a property of the row into this column. */
        boolean hasParameter(String name) {
            Column column = columns.get(name);
            return column != null && column.parameter() != null;
        }

        /** What the engine writes into a column that {@link #hasParameter}. */
        @Nullable
        Object value(String name, DbEntity entity) {
            return Objects.requireNonNull(
                            Objects.requireNonNull(columns.get(name)).parameter())
                    .of(entity);
        }

        /** One row's values for these columns, in their order; what the engine leaves out is the table's default. */
        String values(Collection<String> names) {
            return names.stream()
                    .map(name -> {
                        Column column = columns.get(name);
                        return name.equals(REVISION) ? "?" : column == null ? "default" : column.text();
                    })
                    .collect(Collectors.joining(", ", "(", ")"));
        }

        /**
         * Puts the row's values where its question marks are.
         *
         * @param revision the one that the row will have
         * @return where the next row begins
         */
        int set(PreparedStatement statement, int first, Collection<String> names, DbEntity entity, int revision)
                throws SQLException {
            int next = first;
            for (String name : names) {
                Column column = columns.get(name);
                if (name.equals(REVISION)) {
                    statement.setInt(next++, revision);
                } else if (column != null && column.parameter() != null) {
                    Parameter parameter = column.parameter();
                    Object value = parameter.of(entity);
                    parameter
                            .writing()
                            .setParameter(
                                    statement,
                                    next++,
                                    value,
                                    parameter.type() == null && value == null ? typeOfNull : parameter.type());
                }
            }
            return next;
        }
    }

    private final Configuration configuration;
    private final DbSqlSessionFactory statements;
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();
    private final Map<Class<?>, Set<String>> changing = new ConcurrentHashMap<>();
    private final Map<Class<?>, String> tables = new ConcurrentHashMap<>();

    RowShapes(DbSqlSessionFactory statements) {
        this.statements = statements;
        this.configuration = statements.getSqlSessionFactory().getConfiguration();
    }

    /** What a row says through one of its getters. */
    static @Nullable Object property(Invoker getter, DbEntity entity) {
        try {
            return getter.invoke(entity, new Object[0]);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A row cannot be read from " + entity.getClass(), e);
        }
    }

    /** What is written when a row of this kind is made. */
    Shape of(DbEntity entity) {
        return shapes.computeIfAbsent(entity.getClass(), type -> {
            BoundSql insert = statement(statements.getInsertStatement(entity), entity);
            Matcher parts = parts(INSERT, insert);
            List<String> names = list(parts.group(2));
            List<String> texts = list(parts.group(3));
            Reflector reflector = configuration.getReflectorFactory().findForClass(type);
            List<ParameterMapping> mappings = insert.getParameterMappings();
            Map<String, Column> columns = new LinkedHashMap<>();
            int mapping = 0;
            for (int i = 0; i < names.size(); i++) {
                String text = texts.get(i);
                columns.put(
                        names.get(i),
                        new Column(text, text.equals("?") ? parameter(reflector, mappings.get(mapping++)) : null));
            }
            return new Shape(parts.group(1), columns, configuration.getJdbcTypeForNull());
        });
    }

    /** The columns that are written when a row of this kind changes. */
    Set<String> changing(DbEntity entity) {
        return changing.computeIfAbsent(entity.getClass(), type -> {
            Set<String> columns = new TreeSet<>();
            Matcher assignments =
                    ASSIGNMENT.matcher(parts(UPDATE, statement(statements.getUpdateStatement(entity), entity))
                            .group(1));
            while (assignments.find()) {
                columns.add(assignments.group(1));
            }
            return columns;
        });
    }

    /** The table from which a row of this kind is deleted by its id and its revision. */
    String table(DbEntity entity) {
        return tables.computeIfAbsent(entity.getClass(), type -> parts(
                        DELETE, statement(statements.getDeleteStatement(entity.getClass()), entity))
                .group(1));
    }

    /** These texts do not hang on what is written. */
    private BoundSql statement(String name, DbEntity example) {
        return configuration.getMappedStatement(statements.mapStatement(name)).getBoundSql(example);
    }

    private static Matcher parts(Pattern kind, BoundSql statement) {
        Matcher parts = kind.matcher(statement.getSql().strip());
        if (!parts.matches()) {
            throw new IllegalStateException("Not a statement as known: " + statement.getSql());
        }
        return parts;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).toList();
    }

    @SuppressWarnings("unchecked")
    private static Parameter parameter(Reflector type, ParameterMapping mapping) {
        return new Parameter(
                type.getGetInvoker(mapping.getProperty()),
                (TypeHandler<Object>) mapping.getTypeHandler(),
                mapping.getJdbcType());
    }
}
