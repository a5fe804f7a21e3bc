package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tests of a model led through: {@code RefundProcessTest} owes every sequence flow of {@code RefundProcess},
 * {@code OrderRiskTableTest} every row of {@code OrderRisk}. A class of which all tests ran fails if one is left; a
 * single test that somebody plays alone owes nothing. The figures are logged when the last test has ended.
 */
final class ModelCoverage implements BeforeAllCallback, BeforeTestExecutionCallback, AfterAllCallback {

    private static final Namespace OURS = Namespace.create(ModelCoverage.class);

    /** Model and element, as {@code RefundProcess Flow_Start}; what the tests of the current class reached. */
    private static final Set<String> REACHED = new HashSet<>();

    private final Set<Method> played = new HashSet<>();

    /** Notes the sequence flows that processes take on the engine that is given this. */
    static BpmnParseListener flows() {
        return new AbstractBpmnParseListener() {
            @Override
            public void parseSequenceFlow(Element flow, ScopeImpl scope, TransitionImpl transition) {
                transition.addListener(ExecutionListener.EVENTNAME_TAKE, noting(scope, transition.getId()));
            }

            @Override
            public void parseIntermediateCatchEvent(Element event, ScopeImpl scope, ActivityImpl activity) {
                activity.addListener(ExecutionListener.EVENTNAME_START, noting(scope, activity.getId()));
            }

            private ExecutionListener noting(ScopeImpl scope, String element) {
                String model = ((ProcessDefinition) scope.getProcessDefinition()).getKey();
                return execution -> REACHED.add(model + " " + element);
            }
        };
    }

    /** Notes the rows that count on the decision engine that is given this. */
    static DmnDecisionTableEvaluationListener rows() {
        return event -> event.getMatchingRules()
                .forEach(row -> REACHED.add(event.getDecision().getKey() + " " + row.getId()));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        REACHED.clear();
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        played.add(context.getRequiredTestMethod());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Class<?> tests = context.getRequiredTestClass();
        if (!played.containsAll(testsOf(tests))) {
            return;
        }
        String model = modelOf(tests);
        Set<String> left = left(model, REACHED);
        int owed = elements(model).size();
        figures(context).of.put(model, figure(owed - left.size(), owed));
        assertThat(left)
                .as(tests.getSimpleName() + " leads through all of " + model + " but these")
                .isEmpty();
    }

    /** {@code RefundProcess} for {@code RefundProcessTest}, {@code OrderRisk} for {@code OrderRiskTableTest}. */
    private static String modelOf(Class<?> tests) {
        return tests.getSimpleName().replaceFirst("(Table)?Test$", "");
    }

    /** The simple name of the class that owes the coverage of a model. */
    static String testOf(String model) {
        return model.endsWith("Process") ? model + "Test" : model + "TableTest";
    }

    /** What of a model is not among what was reached. */
    static Set<String> left(String model, Set<String> reached) {
        Set<String> left = new TreeSet<>();
        elements(model).forEach((element, shownBy) -> {
            if (!reached.contains(model + " " + shownBy)) {
                left.add(element);
            }
        });
        return left;
    }

    /** A model's sequence flows or, of a decision table, its rows; each with the id of what shows that it was reached. */
    static Map<String, String> elements(String model) {
        for (Path file : ModelFiles.all()) {
            BpmnModelInstance diagram = ModelFiles.read(file);
            if (ModelFiles.process(diagram).getId().equals(model)) {
                return diagram.getModelElementsByType(SequenceFlow.class).stream()
                        .collect(Collectors.toMap(SequenceFlow::getId, ModelCoverage::shownBy));
            }
        }
        for (Path file : ModelFiles.tables()) {
            DmnModelInstance table = ModelFiles.readTable(file);
            Decision decision =
                    table.getModelElementsByType(Decision.class).iterator().next();
            if (decision.getId().equals(model)) {
                return table.getModelElementsByType(Rule.class).stream()
                        .collect(Collectors.toMap(Rule::getId, Rule::getId));
            }
        }
        throw new AssertionError("no model is named " + model);
    }

    /** From a gateway that waits for events the engine goes on at the event and never along the flow. */
    private static String shownBy(SequenceFlow flow) {
        return flow.getSource() instanceof EventBasedGateway ? flow.getTarget().getId() : flow.getId();
    }

    private static List<Method> testsOf(Class<?> tests) {
        return ReflectionSupport.findMethods(
                tests,
                method -> AnnotationSupport.isAnnotated(method, Testable.class),
                HierarchyTraversalMode.TOP_DOWN);
    }

    private static String figure(int reached, int owed) {
        return String.format(Locale.ROOT, "%d of %d, %.0f %%", reached, owed, Math.floor(100.0 * reached / owed));
    }

    private static Figures figures(ExtensionContext context) {
        return context.getRoot().getStore(OURS).getOrComputeIfAbsent(Figures.class);
    }

    /** Lives as long as the tests do, and then says what they covered. */
    static final class Figures implements CloseableResource {

        private static final Logger LOG = LoggerFactory.getLogger(ModelCoverage.class);

        private final Map<String, String> of = new TreeMap<>();

        @Override
        public void close() {
            String lines = of.entrySet().stream()
                    .map(entry -> String.format(Locale.ROOT, "%n  %-22s %s", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining());
            LOG.info("Sequence flows and decision rows that the tests led through:{}", lines);
        }
    }
}
