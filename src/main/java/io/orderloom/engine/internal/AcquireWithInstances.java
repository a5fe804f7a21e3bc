package io.orderloom.engine.internal;

import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cmd.AcquireJobsCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.AcquiredJobs;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.AcquirableJobEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;

/**
 * A look for due jobs that remembers whose they are. All that it takes are locked until the same moment, so that they
 * can be locked by one statement ({@link JobLocks}).
 */
final class AcquireWithInstances extends AcquireJobsCmd {

    private final String owner;
    private final int lockMillis;
    private final Map<String, String> instances = new HashMap<>();
    private @Nullable Date lockedUntil;

    AcquireWithInstances(JobExecutor executor, int number) {
        super(executor, number);
        this.owner = executor.getLockOwner();
        this.lockMillis = executor.getLockTimeInMillis();
    }

    @Override
    public AcquiredJobs execute(CommandContext context) {
        lockedUntil = Date.from(ClockUtil.getCurrentTime().toInstant().plusMillis(lockMillis));
        AcquiredJobs acquired = super.execute(context);
        InstancesOfLook look = new InstancesOfLook(
                acquired.getJobIdBatches().stream()
                        .flatMap(jobIds -> Stream.ofNullable(instances.get(jobIds.get(0))))
                        .toList(),
                System::nanoTime);
        acquired.getJobIdBatches().replaceAll(jobIds -> ofInstance(jobIds, look));
        return acquired;
    }

    private List<String> ofInstance(List<String> jobIds, InstancesOfLook look) {
        String instance = instances.get(jobIds.get(0));
        return instance == null ? jobIds : new JobsOfInstance(instance, jobIds, look);
    }

    @Override
    protected void lockJob(AcquirableJobEntity job) {
        job.setLockOwner(owner);
        job.setLockExpirationTime(lockedUntil);
    }

    @Override
    protected @Nullable String selectProcessInstanceId(AcquirableJobEntity job, boolean overHierarchies) {
        String instance = super.selectProcessInstanceId(job, overHierarchies);
        if (!overHierarchies && instance != null) {
            instances.put(job.getId(), instance);
        }
        return instance;
    }
}
