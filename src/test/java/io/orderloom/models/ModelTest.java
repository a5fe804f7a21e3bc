package io.orderloom.models;

import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.orderloom.engine.WaitingTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.mock.MockExpressionManager;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** One model on an engine in memory, with stand-ins for the delegates and a clock that the test moves. */
@ExtendWith(ModelCoverage.class)
abstract class ModelTest {

    static final String ORDER_NO = "O1";

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    /** One engine for all models: it takes seconds to build. */
    private static final ProcessEngine ENGINE = engine();

    /** The beans that were asked to do something, in order. */
    final List<String> done = new ArrayList<>();

    private static long ahead;

    private final List<String> deployments = new ArrayList<>();

    private static ProcessEngine engine() {
        ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration
                .setJdbcUrl("jdbc:h2:mem:models;DB_CLOSE_DELAY=-1")
                .setHistory("activity")
                .setJobExecutorActivate(false)
                .setMetricsEnabled(false);
        configuration.setExpressionManager(new MockExpressionManager());
        configuration.setCustomPreBPMNParseListeners(List.of(ModelCoverage.flows()));
        return configuration.buildProcessEngine();
    }

    /** The engine's clock is one for the whole JVM, in which a service of other tests may live at another time. */
    @BeforeAll
    static void rememberClock() {
        ahead = ClockUtil.getCurrentTime().toInstant().toEpochMilli() - System.currentTimeMillis();
    }

    @AfterAll
    static void putClockBack() {
        ClockUtil.offset(ahead);
    }

    @BeforeEach
    final void setUp() {
        init(ENGINE);
        ClockUtil.setCurrentTime(Date.from(START));
        deploy("rules/waiting-times.dmn");
        Mocks.register("waitingTimes", new TableOfWaitingTimes());
        prepare();
    }

    @AfterEach
    final void tearDown() {
        for (String deployment : deployments) {
            ENGINE.getRepositoryService().deleteDeployment(deployment, true);
        }
        Mocks.reset();
    }

    /** Deploys the model and the stand-ins of its delegates. */
    abstract void prepare();

    final void deploy(String file) {
        deploy(ENGINE.getRepositoryService().createDeployment().addClasspathResource("bpmn/" + file));
    }

    /** Deploys a called process that does one thing and ends. */
    final void deployStub(String processId, String bean) {
        BpmnModelInstance model = Bpmn.createExecutableProcess(processId)
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("Task_Stub")
                .camundaDelegateExpression("${" + bean + "}")
                .endEvent()
                .done();
        deploy(ENGINE.getRepositoryService().createDeployment().addModelInstance(processId + ".bpmn", model));
    }

    private void deploy(DeploymentBuilder deployment) {
        deployments.add(deployment.deploy().getId());
    }

    /** Beans that only note that they were asked. */
    final void beans(String... names) {
        for (String name : names) {
            bean(name, execution -> {});
        }
    }

    /** A bean that notes that it was asked and then behaves as given. */
    final void bean(String name, JavaDelegate behaviour) {
        Mocks.register(name, (JavaDelegate) execution -> {
            done.add(name);
            behaviour.execute(execution);
        });
    }

    /** A bean that refuses with a BPMN error. */
    final void refusing(String name, String errorCode) {
        bean(name, execution -> {
            throw new BpmnError(errorCode);
        });
    }

    /** A bean that answers with these values of a variable, one each time; the last one stays. */
    final void answering(String name, String variable, Object... values) {
        List<Object> left = new ArrayList<>(List.of(values));
        bean(name, execution -> execution.setVariable(variable, left.size() > 1 ? left.remove(0) : left.get(0)));
    }

    /** Counts the tries of something outside in a variable, from 0, as its delegate does. */
    static void count(DelegateExecution execution, String variable) {
        Object tries = execution.getVariable(variable);
        execution.setVariable(variable, tries == null ? 0 : (int) tries + 1);
    }

    final ProcessInstance start(String processId, Map<String, Object> variables) {
        ProcessInstance instance = ENGINE.getRuntimeService().startProcessInstanceByKey(processId, ORDER_NO, variables);
        runWhatIsDue();
        return instance;
    }

    final void tell(ProcessInstance instance, String message) {
        ENGINE.getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceId(instance.getId())
                .correlate();
        runWhatIsDue();
    }

    final void advance(Duration duration) {
        ClockUtil.setCurrentTime(Date.from(now().plus(duration)));
        runWhatIsDue();
    }

    static Instant now() {
        return ClockUtil.getCurrentTime().toInstant();
    }

    static List<Job> jobs() {
        return ENGINE.getManagementService().createJobQuery().list();
    }

    private static void runWhatIsDue() {
        List<Job> due = due();
        while (!due.isEmpty()) {
            for (Job job : due) {
                ENGINE.getManagementService().executeJob(job.getId());
            }
            due = due();
        }
    }

    private static List<Job> due() {
        return ENGINE.getManagementService().createJobQuery().executable().list();
    }

    /** The waiting times as the deployed table has them. */
    private static final class TableOfWaitingTimes implements WaitingTimes {

        @Override
        public Duration of(String clock) {
            return Duration.parse(row(clock));
        }

        @Override
        public Duration step(String clock, int tries) {
            String[] steps = row(clock).split(",");
            return Duration.parse(steps[Math.min(tries, steps.length - 1)]);
        }

        private static String row(String clock) {
            return ENGINE.getDecisionService()
                    .evaluateDecisionTableByKey("WaitingTimes", Map.of("clock", clock))
                    .getSingleEntry();
        }
    }
}
