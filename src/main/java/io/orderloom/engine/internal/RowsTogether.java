package io.orderloom.engine.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.reflection.Reflector;
import org.apache.ibatis.reflection.invoker.Invoker;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandler;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.HasDbReferences;
import org.camunda.bpm.engine.impl.db.HasDbRevision;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation.State;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EverLivingJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.impl.util.ExceptionUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows that follow each other in the engine's order by one statement, made from the engine's own: those that are
 * inserted into one table, and those that are deleted, whichever of the four tables each is in. A deleted row must still have
 * the revision that was read: when one of them has not, none goes, somebody else was faster, and the command fails as it
 * would have row by row. The engine writes 50 rows at a time at most, and a join of MariaDB takes 61.
 */
final class RowsTogether {

    private static final Pattern INSERT = Pattern.compile("(?is)(insert into .*\\bvalues)\\s*(\\(.*\\))\\s*");
    private static final Pattern DELETE =
            Pattern.compile("(?is)delete from (\\S+) where (ID_ = \\? and REV_ = \\?)\\s*");

    /**
     * How the engine writes one row of a kind.
     *
     * @param beginning of an insertion all that stands before a row's values, of a deletion the table
     * @param ofEachRow the row's values, or the condition that it must meet
     */
    record Shape(String beginning, String ofEachRow, List<Parameter> parameters) {}

    /** How a property gets into the statement. */
    private record Parameter(
            Invoker getter,
            TypeHandler<Object> writing,
            @Nullable JdbcType type) {}

    private final SqlSession session;
    private final DbSqlSessionFactory statements;
    private final Map<String, Shape> shapes;

    /** @param shapes by the name of the engine's statement; kept by whoever opens sessions */
    RowsTogether(SqlSession session, DbSqlSessionFactory statements, ConcurrentHashMap<String, Shape> shapes) {
        this.session = session;
        this.statements = statements;
        this.shapes = shapes;
    }

    private record Row(DbEntityOperation operation, Shape shape) {

        DbEntity entity() {
            return operation.getEntity();
        }

        boolean isInserted() {
            return operation.getOperationType() == DbOperationType.INSERT;
        }

        String table() {
            return shape.beginning();
        }

        boolean isExecution() {
            return entity() instanceof ExecutionEntity;
        }

        boolean isOneStatementWith(Row other) {
            return isInserted() ? shape.equals(other.shape) : !other.isInserted();
        }
    }

    /**
     * @param operations in the engine's order
     * @param oneByOne the engine's own way, for everything else
     * @return which operations failed and which were not tried for that
     */
    FlushResult write(List<DbOperation> operations, Function<List<DbOperation>, FlushResult> oneByOne) {
        List<DbOperation> failed = new ArrayList<>();
        int next = 0;
        while (next < operations.size()) {
            int end = next;
            List<Row> rows = new ArrayList<>();
            Row row = row(operations.get(end));
            while (row != null && (rows.isEmpty() || rows.get(0).isOneStatementWith(row))) {
                rows.add(row);
                row = ++end < operations.size() ? row(operations.get(end)) : null;
            }
            while (rows.isEmpty() && end < operations.size() && row(operations.get(end)) == null) {
                end++;
            }
            FlushResult result = rows.isEmpty() ? oneByOne.apply(operations.subList(next, end)) : together(rows);
            failed.addAll(result.getFailedOperations());
            if (result.hasFailures() || result.hasRemainingOperations()) {
                List<DbOperation> remaining = new ArrayList<>(result.getRemainingOperations());
                remaining.addAll(operations.subList(end, operations.size()));
                return FlushResult.withFailuresAndRemaining(failed, remaining);
            }
            next = end;
        }
        return FlushResult.withFailures(failed);
    }

    /** @return null for what the engine writes itself */
    private @Nullable Row row(DbOperation operation) {
        if (!(operation instanceof DbEntityOperation one) || !isOfRunningProcess(one.getEntity())) {
            return null;
        }
        return switch (one.getOperationType()) {
            case INSERT -> new Row(one, shape(statements.getInsertStatement(one.getEntity()), INSERT, one));
            case DELETE ->
                new Row(one, shape(statements.getDeleteStatement(one.getEntity().getClass()), DELETE, one));
            default -> null;
        };
    }

    /** The engine's own jobs, which live for ever, are not of a process; it forgives whoever loses one of them. */
    private static boolean isOfRunningProcess(DbEntity entity) {
        return entity instanceof ExecutionEntity
                || entity instanceof VariableInstanceEntity
                || entity instanceof EventSubscriptionEntity
                || (entity instanceof JobEntity && !(entity instanceof EverLivingJobEntity));
    }

    /** These texts do not hang on what is written. */
    private Shape shape(String statement, Pattern kind, DbEntityOperation example) {
        return shapes.computeIfAbsent(statement, name -> {
            BoundSql alone = session.getConfiguration()
                    .getMappedStatement(statements.mapStatement(name))
                    .getBoundSql(example.getEntity());
            Matcher parts = kind.matcher(alone.getSql());
            if (!parts.matches()) {
                throw new IllegalStateException("Not a statement as known: " + alone.getSql());
            }
            Reflector type = session.getConfiguration()
                    .getReflectorFactory()
                    .findForClass(example.getEntity().getClass());
            return new Shape(
                    parts.group(1),
                    parts.group(2),
                    alone.getParameterMappings().stream()
                            .map(mapping -> parameter(type, mapping))
                            .toList());
        });
    }

    @SuppressWarnings("unchecked")
    private static Parameter parameter(Reflector type, ParameterMapping mapping) {
        return new Parameter(
                type.getGetInvoker(mapping.getProperty()),
                (TypeHandler<Object>) mapping.getTypeHandler(),
                mapping.getJdbcType());
    }

    private FlushResult together(List<Row> neighbours) {
        List<Row> rows = inOneOrder(neighbours);
        boolean inserted = rows.get(0).isInserted();
        String text = inserted ? insertion(rows) : deletion(rows);
        try (PreparedStatement statement = session.getConnection().prepareStatement(text)) {
            int parameter = 1;
            for (Row row : rows) {
                parameter = set(statement, parameter, row);
            }
            int written = statement.executeUpdate();
            return inserted || written == rows.size() ? applied(rows) : lost(rows);
        } catch (SQLException e) {
            return refused(rows, new PersistenceException(Objects.toString(e.getMessage(), ""), e));
        }
    }

    /**
     * Executions stay in the engine's order, which begins with those that nothing refers to. Nothing refers to the rest of
     * what is deleted; it goes first, by its ids, as whoever looks for jobs locks them.
     */
    private static List<Row> inOneOrder(List<Row> rows) {
        if (rows.get(0).isInserted()) {
            return rows;
        }
        List<Row> ordered = new ArrayList<>(rows);
        ordered.sort(Comparator.comparing(Row::isExecution)
                .thenComparing(row -> row.isExecution() ? "" : row.table())
                .thenComparing(row -> row.isExecution() ? "" : row.entity().getId()));
        return ordered;
    }

    private static String insertion(List<Row> rows) {
        Shape shape = rows.get(0).shape();
        return shape.beginning() + " " + String.join(", ", Collections.nCopies(rows.size(), shape.ofEachRow()));
    }

    /** Each row is a table of a join: the server finds all of them or none, and deletes them in the order of the join. */
    private static String deletion(List<Row> rows) {
        if (rows.size() == 1) {
            return "delete from " + rows.get(0).table() + " where "
                    + rows.get(0).shape().ofEachRow();
        }
        StringBuilder names = new StringBuilder();
        StringBuilder tables = new StringBuilder();
        StringBuilder conditions = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String name = "r" + i;
            names.append(i == 0 ? "" : ", ").append(name);
            tables.append(i == 0 ? "" : " straight_join ")
                    .append(rows.get(i).table())
                    .append(' ')
                    .append(name);
            conditions
                    .append(i == 0 ? "" : " and ")
                    .append(name)
                    .append(".ID_ = ? and ")
                    .append(name)
                    .append(".REV_ = ?");
        }
        return "delete " + names + " from " + tables + " where " + conditions;
    }

    private int set(PreparedStatement statement, int first, Row row) throws SQLException {
        int next = first;
        try {
            for (Parameter parameter : row.shape().parameters()) {
                Object value = parameter.getter().invoke(row.entity(), new Object[0]);
                JdbcType type = parameter.type() == null && value == null
                        ? session.getConfiguration().getJdbcTypeForNull()
                        : parameter.type();
                parameter.writing().setParameter(statement, next++, value, type);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read what is to be written: " + row.entity(), e);
        }
        return next;
    }

    private static FlushResult applied(List<Row> rows) {
        for (Row row : rows) {
            if (row.isInserted() && row.entity() instanceof HasDbRevision versioned) {
                versioned.setRevision(1);
            }
            row.operation().setRowsAffected(1);
            row.operation().setState(State.APPLIED);
        }
        return FlushResult.allApplied();
    }

    private static FlushResult lost(List<Row> rows) {
        List<DbOperation> failed = new ArrayList<>();
        for (Row row : rows) {
            row.operation().setRowsAffected(0);
            row.operation().setState(State.FAILED_CONCURRENT_MODIFICATION);
            failed.add(row.operation());
        }
        return FlushResult.withFailures(failed);
    }

    /** A row that refers to one that is gone, or a variable that another one set, is a lost race; all else an error. */
    private static FlushResult refused(List<Row> rows, PersistenceException failure) {
        Row first = rows.get(0);
        boolean race = first.isInserted()
                && (ExceptionUtil.checkVariableIntegrityViolation(failure)
                        || (ExceptionUtil.checkForeignKeyConstraintViolation(failure)
                                && first.entity() instanceof HasDbReferences));
        first.operation().setRowsAffected(0);
        first.operation().setFailure(failure);
        first.operation().setState(race ? State.FAILED_CONCURRENT_MODIFICATION : State.FAILED_ERROR);
        return FlushResult.withFailures(List.of(first.operation()));
    }
}
