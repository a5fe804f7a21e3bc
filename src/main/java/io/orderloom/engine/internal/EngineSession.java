package io.orderloom.engine.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.sql.BatchDbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;

/**
 * One command's way to the engine's tables. It reads an instance whole ({@link WholeInstances}) where the engine asks
 * table by table and execution by execution, and writes rows together ({@link RowsTogether}) where the engine
 * writes them one by one. What it answers is what the engine's own statements would have answered at the
 * moment of that one reading; a row that somebody else changed since then fails the command by its revision, as ever.
 */
final class EngineSession extends BatchDbSqlSession {

    private final WholeInstances instances;
    private final RowsTogether writes;
    private final boolean together;
    private final List<WholeInstances.Rows> known = new ArrayList<>();

    private EngineSession(
            DbSqlSessionFactory factory,
            WholeInstances instances,
            ConcurrentHashMap<String, RowsTogether.Shape> shapes) {
        super(factory);
        this.instances = instances;
        this.writes = new RowsTogether(sqlSession, factory, shapes);
        // The demo's H2 deletes from one table at a time, in an order of its own, and rows of a table refer to each
        // other.
        this.together = DbSqlSessionFactory.MYSQL.equals(factory.getDatabaseType());
    }

    /** Opens it in the place of the engine's own, for one engine. */
    static final class Factory implements SessionFactory {

        private final AtomicReference<WholeInstances> instances = new AtomicReference<>();
        private final ConcurrentHashMap<String, RowsTogether.Shape> shapes = new ConcurrentHashMap<>();

        @Override
        public Class<?> getSessionType() {
            return DbSqlSession.class;
        }

        @Override
        public Session openSession() {
            DbSqlSessionFactory factory =
                    Context.getProcessEngineConfiguration().getDbSqlSessionFactory();
            WholeInstances known = instances.get();
            if (known == null) {
                known = new WholeInstances(factory.getSqlSessionFactory().getConfiguration());
                instances.set(known);
            }
            return new EngineSession(factory, known, shapes);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends DbEntity> @Nullable T selectById(Class<T> type, String id) {
        if (type == JobEntity.class && beginsAJob()) {
            T job = (T) find(read(WholeInstances.Of.JOB, id).jobs(), id);
            if (job != null) {
                return job;
            }
        }
        if (type == ExecutionEntity.class) {
            String root = rootOfCaller(id);
            T caller = root == null ? null : (T) find(readInstance(root).executions(), id);
            if (caller == null && root != null) {
                caller = (T) find(read(WholeInstances.Of.EXECUTION, id).executions(), id);
            }
            if (caller != null) {
                return caller;
            }
        }
        return super.selectById(type, id);
    }

    /** A job is read in order to be executed: all of its instance will be asked for. */
    private static boolean beginsAJob() {
        JobExecutorContext executor = Context.getJobExecutorContext();
        return executor != null && executor.getCurrentJob() == null;
    }

    private static <T extends DbEntity> @Nullable T find(List<T> rows, String id) {
        return rows.stream().filter(row -> id.equals(row.getId())).findFirst().orElse(null);
    }

    /**
     * A called process has ended; the calling one goes on, and mostly is the first one.
     *
     * @return null when nobody was called from there
     */
    private @Nullable String rootOfCaller(String executionId) {
        return known.stream()
                .flatMap(rows -> rows.executions().stream())
                .filter(execution -> executionId.equals(execution.getSuperExecutionId()))
                .map(ExecutionEntity::getRootProcessInstanceId)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<?> selectList(String statement, Object parameter) {
        Object asked = parameter instanceof ListQueryParameterObject query ? query.getParameter() : parameter;
        List<?> answer =
                switch (statement) {
                    case "selectExecutionsByProcessInstanceId" ->
                        readInstance((String) asked).executions();
                    case "selectEventSubscriptionsByProcessInstanceId" -> {
                        WholeInstances.Rows rows = ofInstance((String) asked);
                        yield rows == null ? null : rows.subscriptions();
                    }
                    case "selectEventSubscriptionsByExecution" -> subscriptions((String) asked);
                    case "selectJobsByExecutionId" -> jobs((String) asked, job -> true);
                    case "selectTimersByExecutionId" ->
                        jobs((String) asked, job -> job instanceof TimerEntity && job.getRetries() > 0);
                    case "selectVariablesByExecutionId" -> variables((Map<?, ?>) asked);
                    default -> null;
                };
        return answer == null ? super.selectList(statement, parameter) : new ArrayList<>(answer);
    }

    private @Nullable List<EventSubscriptionEntity> subscriptions(String executionId) {
        WholeInstances.Rows rows = ofExecution(executionId);
        return rows == null
                ? null
                : rows.subscriptions().stream()
                        .filter(subscription -> executionId.equals(subscription.getExecutionId()))
                        .toList();
    }

    private @Nullable List<JobEntity> jobs(String executionId, Predicate<JobEntity> wanted) {
        WholeInstances.Rows rows = ofExecution(executionId);
        return rows == null
                ? null
                : rows.jobs().stream()
                        .filter(job -> executionId.equals(job.getExecutionId()))
                        .filter(wanted)
                        .toList();
    }

    private @Nullable List<VariableInstanceEntity> variables(Map<?, ?> asked) {
        if (!(asked.get("executionId") instanceof String executionId) || asked.get("variableNames") != null) {
            return null;
        }
        WholeInstances.Rows rows = ofExecution(executionId);
        return rows == null
                ? null
                : rows.variables().stream()
                        .filter(variable -> executionId.equals(variable.getExecutionId()))
                        .filter(variable -> variable.getTaskId() == null)
                        .toList();
    }

    private WholeInstances.@Nullable Rows ofInstance(String processInstanceId) {
        return known.stream()
                .filter(rows -> rows.executions().stream()
                        .anyMatch(execution -> processInstanceId.equals(execution.getProcessInstanceId())))
                .findFirst()
                .orElse(null);
    }

    private WholeInstances.@Nullable Rows ofExecution(String executionId) {
        return known.stream()
                .filter(rows -> rows.executions().stream()
                        .anyMatch(execution -> execution.getId().equals(executionId)))
                .findFirst()
                .orElse(null);
    }

    private WholeInstances.Rows readInstance(String processInstanceId) {
        WholeInstances.Rows rows = ofInstance(processInstanceId);
        return rows == null ? read(WholeInstances.Of.INSTANCE, processInstanceId) : rows;
    }

    private WholeInstances.Rows read(WholeInstances.Of of, String id) {
        WholeInstances.Rows rows = instances.read(sqlSession.getConnection(), of, id);
        rows.all().forEach(this::fireEntityLoaded);
        known.add(rows);
        return rows;
    }

    @Override
    public FlushResult executeDbOperations(List<DbOperation> operations) {
        // What the command itself writes in its middle is not among what was read before.
        known.clear();
        if (!together) {
            return super.executeDbOperations(operations);
        }
        return JobLocks.are(operations)
                ? JobLocks.take(sqlSession.getConnection(), operations)
                : writes.write(operations, super::executeDbOperations);
    }
}
