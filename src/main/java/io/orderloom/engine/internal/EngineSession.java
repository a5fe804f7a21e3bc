package io.orderloom.engine.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.FlushResult;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.db.entitymanager.cache.CachedDbEntity;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbEntityOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperation;
import org.camunda.bpm.engine.impl.db.entitymanager.operation.DbOperationType;
import org.camunda.bpm.engine.impl.db.sql.BatchDbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.persistence.entity.VariableInstanceEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command's way to the engine's tables. It reads an instance whole ({@link WholeInstances}) where the engine asks
 * table by table and execution by execution, and writes rows together ({@link RowsTogether}) where the engine
 * writes them one by one. What it answers is what the engine's own statements would have answered at the
 * moment of that one reading; a row that somebody else changed since then fails the command by its revision, as ever.
 */
final class EngineSession extends BatchDbSqlSession {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);

    private final WholeInstances instances;
    private final RowShapes shapes;
    private final RowsTogether writes;
    private final boolean together;
    private final List<WholeInstances.Rows> known = new ArrayList<>();
    /** The instances of which all rows went through this session. */
    private final Set<String> whole = new HashSet<>();

    private @Nullable LastWriters lastWriters;

    private EngineSession(DbSqlSessionFactory factory, WholeInstances instances, RowShapes shapes) {
        super(factory);
        this.instances = instances;
        this.shapes = shapes;
        this.writes = new RowsTogether(sqlSession, shapes);
        // The demo's H2 deletes from one table at a time, in an order of its own, and rows of a table refer to each
        // other.
        this.together = DbSqlSessionFactory.MYSQL.equals(factory.getDatabaseType());
    }

    /** Opens it in the place of the engine's own, for one engine. */
    static final class Factory implements SessionFactory {

        private record Known(WholeInstances instances, RowShapes shapes) {}

        private final AtomicReference<Known> known = new AtomicReference<>();

        @Override
        public Class<?> getSessionType() {
            return DbSqlSession.class;
        }

        @Override
        public Session openSession() {
            DbSqlSessionFactory factory =
                    Context.getProcessEngineConfiguration().getDbSqlSessionFactory();
            Known ofEngine = known.get();
            if (ofEngine == null) {
                ofEngine = new Known(
                        new WholeInstances(factory.getSqlSessionFactory().getConfiguration()), new RowShapes(factory));
                known.set(ofEngine);
            }
            return new EngineSession(factory, ofEngine.instances(), ofEngine.shapes());
        }
    }

    static EngineSession of(CommandContext context) {
        // It listens to what the session loads, and is made by the first who asks for it.
        Objects.requireNonNull(context.getDbEntityManager());
        return (EngineSession) context.getDbSqlSession();
    }

    /**
     * The instance as the transaction of this command has left it in the tables.
     *
     * @param context the command, after its commit
     * @return null when the command does not know all of it, so that it has to be read
     */
    WholeInstances.@Nullable Rows asWritten(String processInstanceId, CommandContext context) {
        if (!whole.contains(processInstanceId) || lastWriters == null || !lastWriters.isLast(processInstanceId, this)) {
            return null;
        }
        try {
            return instances.asWritten(
                    context.getDbEntityManager().getDbEntityCache().getCachedEntities().stream()
                            .map(CachedDbEntity::getEntity)
                            .filter(row -> processInstanceId.equals(WholeInstances.instanceOf(row))),
                    shapes);
        } catch (RuntimeException e) {
            // All is committed: nobody must be told that it failed.
            LOG.warn("What was committed of instance {} has to be read again", processInstanceId, e);
            return null;
        }
    }

    /** Takes the instance for what its rows say, instead of reading it. */
    void know(WholeInstances.Rows rows) {
        rows.all().forEach(this::fireEntityLoaded);
        rows.executions().stream().map(ExecutionEntity::getProcessInstanceId).forEach(whole::add);
        known.add(rows);
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

    /** Reads instances that will be asked for, unless they are known, by one statement. */
    void readTogether(Collection<String> processInstanceIds) {
        List<String> unknown = processInstanceIds.stream()
                .filter(id -> ofInstance(id) == null)
                .distinct()
                .toList();
        if (unknown.size() > 1) {
            readForOthers(unknown).values().forEach(this::know);
        }
    }

    /** Reads instances by one statement without taking them for known here; what has ended is not in the answer. */
    Map<String, WholeInstances.Rows> readForOthers(List<String> processInstanceIds) {
        return instances.read(sqlSession.getConnection(), processInstanceIds);
    }

    private WholeInstances.Rows read(WholeInstances.Of of, String id) {
        WholeInstances.Rows rows = instances.read(sqlSession.getConnection(), of, id);
        know(rows);
        return rows;
    }

    @Override
    public FlushResult executeDbOperations(List<DbOperation> operations) {
        // What the command itself writes in its middle is not among what was read before.
        known.clear();
        lastWriters = LastWriters.ofThisTransaction();
        operations.forEach(this::wrote);
        if (!together) {
            return super.executeDbOperations(operations);
        }
        return JobLocks.are(operations)
                ? JobLocks.take(sqlSession.getConnection(), operations)
                : writes.write(operations, super::executeDbOperations);
    }

    /** An instance that begins here is known from its first row. */
    private void wrote(DbOperation operation) {
        if (operation instanceof DbEntityOperation one) {
            String instance = WholeInstances.instanceOf(one.getEntity());
            if (instance != null && lastWriters != null) {
                lastWriters.wrote(instance, this);
            }
            if (one.getOperationType() == DbOperationType.INSERT
                    && one.getEntity() instanceof ExecutionEntity execution
                    && execution.getId().equals(instance)) {
                whole.add(instance);
            }
        }
    }
}
