package io.orderloom.engine.internal;

import io.orderloom.engine.ModelReads;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.ProcessEventJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentManager;
import org.camunda.bpm.engine.impl.persistence.entity.IncidentManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobDefinitionManager;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobManager;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionManager;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Takes the engine's place at the questions whose answers are known already. What each saves per order stands in
 * {@code docs/operations/performance.md}; every manager here lives as long as one command.
 */
final class LeanManagers {

    private LeanManagers() {}

    /** All of them, to be put in the place of the engine's own. */
    static List<SessionFactory> factories(ModelReads reads) {
        return List.of(
                new Replacement(ProcessDefinitionManager.class, () -> new Definitions(reads)),
                new Replacement(DecisionDefinitionManager.class, () -> new Decisions(reads)),
                new Replacement(JobDefinitionManager.class, () -> new JobDefinitions(reads)),
                new Replacement(DeploymentManager.class, () -> new Deployments(reads)),
                new Replacement(JobManager.class, Jobs::new),
                new Replacement(IncidentManager.class, Incidents::new),
                new Replacement(AuthorizationManager.class, Authorizations::new));
    }

    private record Replacement(Class<?> type, Supplier<? extends Session> opened) implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return type;
        }

        @Override
        public Session openSession() {
            return opened.get();
        }
    }

    /**
     * The engine parses a model once and yet reads its row in each command. These three are asked on the way to the
     * parsed model and by nobody who changes the row.
     */
    private static final class Definitions extends ProcessDefinitionManager {

        private record ById(String id) {}

        private record ByKey(String key) {}

        private record ByKeyAndTenant(String key, @Nullable String tenant) {}

        private final ModelReads reads;

        Definitions(ModelReads reads) {
            this.reads = reads;
        }

        @Override
        public ProcessDefinitionEntity findLatestDefinitionById(String id) {
            return reads.get(new ById(id), () -> super.findLatestDefinitionById(id));
        }

        @Override
        public ProcessDefinitionEntity findLatestDefinitionByKey(String key) {
            return reads.get(new ByKey(key), () -> super.findLatestDefinitionByKey(key));
        }

        @Override
        public ProcessDefinitionEntity findLatestDefinitionByKeyAndTenantId(String key, @Nullable String tenant) {
            return reads.get(
                    new ByKeyAndTenant(key, tenant), () -> super.findLatestDefinitionByKeyAndTenantId(key, tenant));
        }
    }

    /** As with processes: asked on the way to the parsed table, by nobody who changes the row. */
    private static final class Decisions extends DecisionDefinitionManager {

        private record DecisionById(String id) {}

        private final ModelReads reads;

        Decisions(ModelReads reads) {
            this.reads = reads;
        }

        @Override
        public DecisionDefinitionEntity findLatestDefinitionById(String id) {
            return reads.get(new DecisionById(id), () -> super.findLatestDefinitionById(id));
        }
    }

    /** Each new job asks its definition for a priority. The answer is a copy that may be changed as if it were read. */
    private static final class JobDefinitions extends JobDefinitionManager {

        private record JobDefinition(String id) {}

        private final ModelReads reads;

        JobDefinitions(ModelReads reads) {
            this.reads = reads;
        }

        @Override
        public JobDefinitionEntity findById(String id) {
            JobDefinitionEntity here = getDbEntityManager().getCachedEntity(JobDefinitionEntity.class, id);
            if (here != null) {
                return here;
            }
            JobDefinitionEntity read = reads.get(new JobDefinition(id), () -> {
                JobDefinitionEntity found = super.findById(id);
                return found == null ? null : copy(found);
            });
            here = getDbEntityManager().getCachedEntity(JobDefinitionEntity.class, id);
            if (here == null && read != null) {
                here = copy(read);
                getDbEntityManager().getDbEntityCache().putPersistent(here);
            }
            return here;
        }

        private static JobDefinitionEntity copy(JobDefinitionEntity original) {
            JobDefinitionEntity copy = new JobDefinitionEntity();
            copy.setId(original.getId());
            copy.setRevision(original.getRevision());
            copy.setProcessDefinitionId(original.getProcessDefinitionId());
            copy.setProcessDefinitionKey(original.getProcessDefinitionKey());
            copy.setActivityId(original.getActivityId());
            copy.setJobType(original.getJobType());
            copy.setJobConfiguration(original.getJobConfiguration());
            copy.setSuspensionState(original.getSuspensionState());
            copy.setJobPriority(original.getOverridingJobPriority());
            copy.setTenantId(original.getTenantId());
            copy.setDeploymentId(original.getDeploymentId());
            return copy;
        }
    }

    /** Whatever was read before a deployment, or by others while it was not committed, is read again. */
    private static final class Deployments extends DeploymentManager {

        private final ModelReads reads;

        Deployments(ModelReads reads) {
            this.reads = reads;
        }

        @Override
        public void insertDeployment(DeploymentEntity deployment) {
            forgetWhenOver();
            super.insertDeployment(deployment);
        }

        @Override
        public void deleteDeployment(String id, boolean cascade, boolean skipCustomListeners, boolean skipIoMappings) {
            forgetWhenOver();
            super.deleteDeployment(id, cascade, skipCustomListeners, skipIoMappings);
        }

        private void forgetWhenOver() {
            reads.forget();
            for (TransactionState end : List.of(TransactionState.COMMITTED, TransactionState.ROLLED_BACK)) {
                Context.getCommandContext()
                        .getTransactionContext()
                        .addTransactionListener(end, context -> reads.forget());
            }
        }
    }

    private static final class Jobs extends JobManager {

        private final Map<String, JobsOfInstance> born = new HashMap<>();

        /**
         * A job that is to run at once is born with this node's lock and handed to its threads after the commit; nobody
         * has to find and lock it first. Should the node die in between, the lock runs out as any other. The instance's
         * jobs of one transaction go to one thread, as exclusive jobs must.
         */
        @Override
        protected void hintJobExecutor(JobEntity job) {
            Instant now = ClockUtil.getCurrentTime().toInstant();
            if (job instanceof MessageEntity
                    && job.getDuedate() != null
                    && !job.getDuedate().toInstant().isAfter(now)
                    && !job.isSuspended()
                    && Context.getJobExecutorContext() == null
                    && Context.getProcessEngineConfiguration().getJobExecutor() instanceof SpringJobExecutor executor
                    && executor.isActive()
                    && hasRoom(executor)) {
                job.setLockOwner(executor.getLockOwner());
                job.setLockExpirationTime(Date.from(now.plusMillis(executor.getLockTimeInMillis())));
                handedOver(executor, job.getProcessInstanceId()).add(job.getId());
            } else {
                super.hintJobExecutor(job);
            }
        }

        private JobsOfInstance handedOver(SpringJobExecutor executor, String processInstanceId) {
            return born.computeIfAbsent(processInstanceId, instance -> {
                JobsOfInstance jobs = new JobsOfInstance(processInstanceId, List.of());
                CommandContext command = Context.getCommandContext();
                ProcessEngineImpl engine =
                        Context.getProcessEngineConfiguration().getProcessEngine();
                command.getTransactionContext()
                        .addTransactionListener(
                                TransactionState.COMMITTED,
                                over -> HandedOverJobs.handOver(
                                        executor,
                                        jobs,
                                        engine,
                                        EngineSession.of(command).asWritten(processInstanceId, command)));
                return jobs;
            });
        }

        /** With a long queue the oldest jobs go first, whoever made them: acquisition sees to that. */
        private static boolean hasRoom(SpringJobExecutor executor) {
            return executor.getTaskExecutor() instanceof ThreadPoolTaskExecutor threads && !JobsAtHand.areMany(threads);
        }

        /**
         * Jobs that wait to pass a signal on come from signals thrown asynchronously. One whose subscription is gone
         * finds that out when it runs and does nothing, so nobody has to look for it each time a wait ends.
         */
        @Override
        public List<JobEntity> findJobsByConfiguration(
                String handlerType, String handlerConfiguration, @Nullable String tenantId) {
            return ProcessEventJobHandler.TYPE.equals(handlerType)
                    ? List.of()
                    : super.findJobsByConfiguration(handlerType, handlerConfiguration, tenantId);
        }
    }

    private static final class Incidents extends IncidentManager {

        /** A job has an incident only once its retries are used up; giving it new ones resolves the incident. */
        @Override
        public List<Incident> findIncidentByConfigurationAndIncidentType(String configuration, @Nullable String type) {
            JobEntity job = getDbEntityManager().getCachedEntity(JobEntity.class, configuration);
            return job != null && job.getRetries() > 0 && job.getExceptionByteArrayId() == null
                    ? List.of()
                    : super.findIncidentByConfigurationAndIncidentType(configuration, type);
        }
    }

    private static final class Authorizations extends AuthorizationManager {

        /** Staff are granted kinds of things here, never one order's process. */
        @Override
        public void deleteAuthorizationsByResourceId(Resource resource, String id) {
            if (resource != Resources.PROCESS_INSTANCE) {
                super.deleteAuthorizationsByResourceId(resource, id);
            }
        }
    }
}
