package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Problem;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/** Starts processes by the engine. */
@Component
class EngineProcessStarter implements ProcessStarter {

    private final RuntimeService runtime;
    private final RearmedSignals rearmed;
    private final EngineSettings settings;

    EngineProcessStarter(RuntimeService runtime, RearmedSignals rearmed, EngineSettings settings) {
        this.runtime = runtime;
        this.rearmed = rearmed;
        this.settings = settings;
    }

    @Override
    public Started start(String processKey, OrderNo orderNo, Map<String, Object> variables) {
        if (processKey.equals(settings.firstProcess())) {
            rearmed.begins(orderNo.value());
        }
        Map<String, Object> all = new HashMap<>(variables);
        all.put(FlowDelegate.ORDER_NO, orderNo.value());
        return start(processKey, orderNo.value(), all);
    }

    @Override
    public Started start(String processKey, String businessKey, Map<String, Object> variables) {
        FlowProblems.take();
        ProcessInstance started;
        try {
            started = runtime.createProcessInstanceByKey(processKey)
                    .businessKey(businessKey)
                    .setVariables(variables)
                    .execute();
        } catch (RuntimeException e) {
            Problem met = FlowProblems.take();
            if (met != null && !Contention.isBehind(e)) {
                met.addSuppressed(e);
                throw met;
            }
            throw e;
        }
        Problem met = FlowProblems.take();
        if (met != null && started.isEnded()) {
            throw met;
        }
        return new Started(started.getId(), started.isEnded());
    }

    @Override
    public void end(String processInstanceId, String reason) {
        runtime.deleteProcessInstanceIfExists(processInstanceId, reason, true, true, true, true);
    }
}
