package io.orderloom.engine.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.HasDbReferences;
import org.camunda.bpm.engine.impl.db.HasDbRevision;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation.State;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.EverLivingJobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.camunda.bpm.engine.impl.util.ExceptionUtil;

/**
 * Writes the rows of running processes together: what is new in one table by one statement, which also changes the
 * executions that were there before, and then all that is deleted by one, whichever of the four tables each is in. A row
 * that is changed or deleted must still have the revision that was read: when one of them has not, somebody else was
 * faster, and the command fails as it would have row by row. The engine writes 50 rows at a time at most, and a join of
 * MariaDB takes 61.
 */
final class RowsTogether {

    private final SqlSession session;
    private final RowShapes shapes;

    RowsTogether(SqlSession session, RowShapes shapes) {
        this.session = session;
        this.shapes = shapes;
    }

    /**
     * @param operations in the engine's order
     * @param oneByOne the engine's own way, for everything else
     * @return which operations failed and which were not tried for that
     */
    FlushResult write(List<DbOperation> operations, Function<List<DbOperation>, FlushResult> oneByOne) {
        List<DbOperation> failed = new ArrayList<>();
        List<List<DbOperation>> groups = groups(operations);
        for (int i = 0; i < groups.size(); i++) {
            List<DbOperation> group = groups.get(i);
            FlushResult result = isTogether(group) ? together(group) : oneByOne.apply(group);
            failed.addAll(result.getFailedOperations());
            if (result.hasFailures() || result.hasRemainingOperations()) {
                List<DbOperation> remaining = new ArrayList<>(result.getRemainingOperations());
                groups.subList(i + 1, groups.size()).forEach(remaining::addAll);
                return FlushResult.withFailuresAndRemaining(failed, remaining);
            }
        }
        return FlushResult.withFailures(failed);
    }

    /** What goes by one statement each, in their order. Whatever is of no running process stays where the engine has it. */
    private List<List<DbOperation>> groups(List<DbOperation> operations) {
        List<List<DbOperation>> groups = new ArrayList<>();
        int next = 0;
        while (next < operations.size()) {
            boolean running = isOfRunningProcess(operations.get(next));
            int end = next;
            while (end < operations.size() && isOfRunningProcess(operations.get(end)) == running) {
                end++;
            }
            List<DbOperation> neighbours = operations.subList(next, end);
            if (running) {
                groups.addAll(ofRunningProcesses(neighbours));
            } else {
                groups.add(neighbours);
            }
            next = end;
        }
        return groups;
    }

    /** The engine's own jobs, which live for ever, are not of a process; it forgives whoever loses one of them. */
    private static boolean isOfRunningProcess(DbOperation operation) {
        return operation instanceof DbEntityOperation one
                && (one.getEntity() instanceof ExecutionEntity
                        || one.getEntity() instanceof VariableInstanceEntity
                        || one.getEntity() instanceof EventSubscriptionEntity
                        || (one.getEntity() instanceof JobEntity && !(one.getEntity() instanceof EverLivingJobEntity)));
    }

    /**
     * New rows table by table, as the engine has them: executions first, since the others refer to them. Executions that
     * change, with those that are new: those may refer to these. Then other changes, and what is deleted at last.
     */
    private List<List<DbOperation>> ofRunningProcesses(List<DbOperation> operations) {
        Map<String, List<DbOperation>> written = new LinkedHashMap<>();
        List<DbOperation> changedExecutions = new ArrayList<>();
        List<DbOperation> otherwiseChanged = new ArrayList<>();
        List<DbOperation> deleted = new ArrayList<>();
        for (DbOperation operation : operations) {
            switch (operation.getOperationType()) {
                case INSERT -> ofItsTable(written, operation).add(operation);
                case DELETE -> deleted.add(operation);
                default -> (isExecution(operation) ? changedExecutions : otherwiseChanged).add(operation);
            }
        }
        changedExecutions.forEach(operation -> ofItsTable(written, operation).add(operation));
        List<List<DbOperation>> groups = new ArrayList<>(written.values());
        if (!otherwiseChanged.isEmpty()) {
            groups.add(otherwiseChanged);
        }
        if (!deleted.isEmpty()) {
            groups.add(inOneOrder(deleted));
        }
        return groups;
    }

    private List<DbOperation> ofItsTable(Map<String, List<DbOperation>> written, DbOperation operation) {
        return written.computeIfAbsent(shapes.of(entity(operation)).table(), table -> new ArrayList<>());
    }

    /**
     * Executions stay in the engine's order, which begins with those that nothing refers to. Nothing refers to the rest of
     * what is deleted; it goes first, by its ids, as whoever looks for jobs locks them.
     */
    private List<DbOperation> inOneOrder(List<DbOperation> deleted) {
        List<DbOperation> ordered = new ArrayList<>(deleted);
        ordered.sort(Comparator.comparing(RowsTogether::isExecution)
                .thenComparing(row -> isExecution(row) ? "" : shapes.table(entity(row)))
                .thenComparing(row -> isExecution(row) ? "" : entity(row).getId()));
        return ordered;
    }

    /** A single change is the engine's own statement, which is the cheapest for it. */
    private static boolean isTogether(List<DbOperation> group) {
        DbOperation first = group.get(0);
        return isOfRunningProcess(first)
                && (first.getOperationType() != DbOperationType.UPDATE || (isExecution(first) && group.size() > 1));
    }

    private static DbEntity entity(DbOperation operation) {
        return ((DbEntityOperation) operation).getEntity();
    }

    private static boolean isExecution(DbOperation operation) {
        return entity(operation) instanceof ExecutionEntity;
    }

    private FlushResult together(List<DbOperation> rows) {
        try {
            return rows.get(0).getOperationType() == DbOperationType.DELETE ? delete(rows) : insertAndChange(rows);
        } catch (SQLException e) {
            return refused(rows.get(0), new PersistenceException(Objects.toString(e.getMessage(), ""), e));
        }
    }

    /**
     * A new row counts as one that was written, a changed one as two, and one whose revision is not the expected one, or
     * that is gone, as one: then nothing of it stays, since the command fails.
     */
    private FlushResult insertAndChange(List<DbOperation> rows) throws SQLException {
        Set<String> columns = rows.stream()
                .flatMap(row -> shapes.of(entity(row)).columns().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<DbOperation> changed = rows.stream()
                .filter(row -> row.getOperationType() == DbOperationType.UPDATE)
                .toList();
        String text = rows.stream()
                .map(row -> shapes.of(entity(row)).values(columns))
                .collect(Collectors.joining(
                        ", ",
                        "insert into " + shapes.of(entity(rows.get(0))).table() + " (" + String.join(", ", columns)
                                + ") values ",
                        changed.isEmpty() ? "" : changing(entity(changed.get(0)))));
        try (PreparedStatement statement = session.getConnection().prepareStatement(text)) {
            int next = 1;
            for (DbOperation row : rows) {
                next = shapes.of(entity(row)).set(statement, next, columns, entity(row), revisionAfter(row));
            }
            int written = statement.executeUpdate();
            return changed.isEmpty() || written == rows.size() + changed.size() ? applied(rows) : lost(changed);
        }
    }

    /**
     * Assignments go from left to right, so the revision comes last: the others look at it. A new row, whose revision is
     * 1, never meets one of its id; if it did, it would be counted as a change and fail the command.
     */
    private String changing(DbEntity entity) {
        Function<String, String> unlessLost = column ->
                "%1$s = if(values(%2$s) in (1, %2$s + 1), values(%1$s), %1$s)".formatted(column, RowShapes.REVISION);
        return shapes.changing(entity).stream()
                .filter(column -> !column.equals(RowShapes.REVISION))
                .map(unlessLost)
                .collect(Collectors.joining(
                        ", ", " on duplicate key update ", ", " + unlessLost.apply(RowShapes.REVISION)));
    }

    private static int revisionAfter(DbOperation row) {
        return row.getOperationType() == DbOperationType.INSERT || !(entity(row) instanceof HasDbRevision versioned)
                ? 1
                : versioned.getRevisionNext();
    }

    /** Each row is a table of a join: the server finds all of them or none, and deletes them in the order of the join. */
    private FlushResult delete(List<DbOperation> rows) throws SQLException {
        StringBuilder names = new StringBuilder();
        StringBuilder tables = new StringBuilder();
        StringBuilder conditions = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            String name = "r" + i;
            names.append(i == 0 ? "" : ", ").append(name);
            tables.append(i == 0 ? "" : " straight_join ")
                    .append(shapes.table(entity(rows.get(i))))
                    .append(' ')
                    .append(name);
            conditions
                    .append(i == 0 ? "" : " and ")
                    .append(name)
                    .append(".ID_ = ? and ")
                    .append(name)
                    .append(".REV_ = ?");
        }
        String text = rows.size() == 1
                ? "delete from " + shapes.table(entity(rows.get(0))) + " where ID_ = ? and REV_ = ?"
                : "delete " + names + " from " + tables + " where " + conditions;
        try (PreparedStatement statement = session.getConnection().prepareStatement(text)) {
            int next = 1;
            for (DbOperation row : rows) {
                statement.setString(next++, entity(row).getId());
                statement.setInt(next++, ((HasDbRevision) entity(row)).getRevision());
            }
            return statement.executeUpdate() == rows.size() ? applied(rows) : lost(rows);
        }
    }

    private static FlushResult applied(List<DbOperation> rows) {
        for (DbOperation row : rows) {
            if (row.getOperationType() != DbOperationType.DELETE && entity(row) instanceof HasDbRevision versioned) {
                versioned.setRevision(revisionAfter(row));
            }
            row.setRowsAffected(1);
            row.setState(State.APPLIED);
        }
        return FlushResult.allApplied();
    }

    private static FlushResult lost(Collection<DbOperation> rows) {
        for (DbOperation row : rows) {
            row.setRowsAffected(0);
            row.setState(State.FAILED_CONCURRENT_MODIFICATION);
        }
        return FlushResult.withFailures(List.copyOf(rows));
    }

    /** A row that refers to one that is gone, or a variable that another one set, is a lost race; all else an error. */
    private static FlushResult refused(DbOperation first, PersistenceException failure) {
        boolean race = first.getOperationType() != DbOperationType.DELETE
                && (ExceptionUtil.checkVariableIntegrityViolation(failure)
                        || (ExceptionUtil.checkForeignKeyConstraintViolation(failure)
                                && entity(first) instanceof HasDbReferences));
        first.setRowsAffected(0);
        first.setFailure(failure);
        first.setState(race ? State.FAILED_CONCURRENT_MODIFICATION : State.FAILED_ERROR);
        return FlushResult.withFailures(List.of(first));
    }
}
