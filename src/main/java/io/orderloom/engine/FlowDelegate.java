package io.orderloom.engine;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.Problem;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Base of the classes behind the service tasks: map in, call one use-case, map out. A {@link Problem} of
 * the use-case becomes the BPMN error of the same name ({@code OUT_OF_STOCK} → {@code Err_OutOfStock}).
 */
public abstract class FlowDelegate implements JavaDelegate {

    /** Names of the process variables that every model may use. */
    public static final String ORDER_NO = "orderNo";

    @Override
    public final void execute(DelegateExecution execution) {
        try {
            perform(execution);
        } catch (Problem problem) {
            FlowProblems.raise(problem);
            throw new BpmnError(errorCode(problem.code()), problem);
        }
    }

    /** Maps in, calls one use-case, maps out. */
    protected abstract void perform(DelegateExecution execution);

    /** The order this process belongs to. */
    protected static OrderNo orderNo(DelegateExecution execution) {
        return new OrderNo((String) execution.getVariable(ORDER_NO));
    }

    /** Counts the tries of a step that is repeated, from 0, for the growing distance between them. */
    protected static void countUp(DelegateExecution execution, String variable) {
        Integer tries = (Integer) execution.getVariable(variable);
        execution.setVariable(variable, tries == null ? 0 : tries + 1);
    }

    static String errorCode(String problemCode) {
        StringBuilder code = new StringBuilder("Err_");
        for (String word : problemCode.split("_")) {
            code.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return code.toString();
    }
}
