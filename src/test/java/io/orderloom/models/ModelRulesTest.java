package io.orderloom.models;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.orderloom.engine.BuildingBlock;
import io.orderloom.engine.FlowDelegate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaIn;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every diagram keeps to, so that a reader gets from diagram to code in one guess. */
class ModelRulesTest {

    /** The tasks that call outside; a new one is named here when its save point is drawn. */
    private static final Set<String> CALLS_OUTSIDE = Set.of(
            "Task_AskGateway",
            "Task_ClosePayment",
            "Task_OrderWaybill",
            "Task_SubscribeToTracking",
            "Task_AskCarrier",
            "Task_SubscribeToReturnTracking",
            "Task_AskAboutReturn",
            "Task_ReportShippingToWeChat",
            "Task_RemindOfReceipt",
            "Task_AskForRefund",
            "Task_AskAboutRefund",
            "Task_FetchBill",
            "Task_ApplyRepair");

    private static final Map<Class<? extends FlowNode>, String> PREFIXES = Map.ofEntries(
            Map.entry(StartEvent.class, "StartEvent_"),
            Map.entry(EndEvent.class, "EndEvent_"),
            Map.entry(ServiceTask.class, "Task_"),
            Map.entry(BusinessRuleTask.class, "Task_"),
            Map.entry(UserTask.class, "UserTask_"),
            Map.entry(CallActivity.class, "CallActivity_"),
            Map.entry(SubProcess.class, "SubProcess_"),
            Map.entry(BoundaryEvent.class, "BoundaryEvent_"),
            Map.entry(IntermediateCatchEvent.class, "CatchEvent_"),
            Map.entry(ExclusiveGateway.class, "Gateway_"),
            Map.entry(ParallelGateway.class, "Gateway_"),
            Map.entry(EventBasedGateway.class, "EventGateway_"));

    /** The roles whose people find tasks in Tasklist. */
    private static final Set<String> STAFF = Set.of("ops", "service", "warehouse");

    private static final Pattern SCRIPTS = Pattern.compile(
            "scriptTask|camunda:script|conditionExpression[^>]*language=|camunda:class|camunda:connector|camunda:expression"
                    + "|camunda:taskListener|camunda:executionListener|<!DOCTYPE|<!ENTITY");

    private static final Pattern BEAN = Pattern.compile("\\$\\{!?(\\w+)\\.\\w+\\(");

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderloom");

    static List<Path> models() {
        return ModelFiles.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void theFileIsNamedAfterItsProcess(Path file) {
        String words = Arrays.stream(ModelFiles.name(file).split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());

        assertThat(ModelFiles.process(ModelFiles.read(file)).getId()).isEqualTo(words + "Process");
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyProcessRunsAndForgetsItsHistoryAfterNinetyDays(Path file) {
        Process process = ModelFiles.process(ModelFiles.read(file));

        assertThat(process.isExecutable()).isTrue();
        assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P90D");
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyIdSaysWhatKindOfElementItIs(Path file) {
        assertThat(nodes(file)).allSatisfy(node -> {
            String prefix = PREFIXES.entrySet().stream()
                    .filter(entry -> entry.getKey().isInstance(node))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("no such element is used: ");
            assertThat(node.getId()).matches(prefix + "[A-Z][A-Za-z]+");
        });
        BpmnModelInstance model = ModelFiles.read(file);
        assertThat(model.getModelElementsByType(Message.class)).allSatisfy(message -> {
            assertThat(message.getId()).matches("Msg_[A-Z][A-Za-z]+");
            assertThat(message.getName()).isEqualTo(message.getId());
        });
        assertThat(model.getModelElementsByType(Error.class)).allSatisfy(error -> {
            assertThat(error.getId()).matches("Err_[A-Z][A-Za-z]+");
            assertThat(error.getErrorCode()).isEqualTo(error.getId());
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void everythingThatDecidesOrHappensHasANameAndAMergeHasNone(Path file) {
        assertThat(nodes(file)).allSatisfy(node -> {
            boolean nameless = node instanceof ParallelGateway
                    || (node instanceof ExclusiveGateway && node.getOutgoing().size() == 1);
            if (nameless) {
                assertThat(node.getName()).as(node.getId()).isNull();
            } else {
                assertThat(node.getName()).as(node.getId()).isNotBlank();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void aDecisionIsAQuestionWithNamedAnswersAndOneOfThemIsTheDefault(Path file) {
        assertThat(all(file, ExclusiveGateway.class))
                .filteredOn(gateway -> gateway.getOutgoing().size() > 1)
                .allSatisfy(gateway -> {
                    assertThat(gateway.getName()).endsWith("?");
                    assertThat(gateway.getDefault())
                            .as("default of " + gateway.getId())
                            .isNotNull();
                    assertThat(gateway.getOutgoing()).allSatisfy(answer -> {
                        assertThat(answer.getName()).as(answer.getId()).isNotBlank();
                        boolean isDefault =
                                answer.getId().equals(gateway.getDefault().getId());
                        assertThat(answer.getConditionExpression() == null)
                                .as("condition of " + answer.getId())
                                .isEqualTo(isDefault);
                    });
                });
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyElementIsExplainedInChineseAndEnglish(Path file) {
        assertThat(nodes(file)).allSatisfy(node -> {
            assertThat(node.getDocumentations()).as(node.getId()).hasSize(1);
            assertThat(node.getDocumentations().iterator().next().getTextContent())
                    .matches("\\p{IsHan}.+[A-Za-z].+");
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void theBeanOfATaskIsNamedLikeTheTask(Path file) {
        assertThat(all(file, ServiceTask.class)).allSatisfy(task -> {
            String name = task.getId().substring("Task_".length());
            assertThat(camel(task.getName())).isEqualTo(name);
            assertThat(task.getCamundaDelegateExpression()).isEqualTo("${" + lowerFirst(name) + "Delegate}");
        });
        assertThat(all(file, CallActivity.class)).allSatisfy(call -> assertThat("CallActivity_" + camel(call.getName()))
                .isEqualTo(call.getId()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void noModelCarriesProgramsOfItsOwn(Path file) {
        assertThat(ModelFiles.text(file)).doesNotContainPattern(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSavePointStandsExactlyBeforeWhatCallsOutside(Path file) {
        assertThat(all(file, Activity.class)).allSatisfy(activity -> {
            boolean outside = CALLS_OUTSIDE.contains(activity.getId());
            assertThat(activity.isCamundaAsyncBefore()).as(activity.getId()).isEqualTo(outside);
            assertThat(retryCycles(activity))
                    .as("retry cycle of " + activity.getId())
                    .isEqualTo(outside ? List.of("PT10S,PT1M,PT5M,PT30M") : List.of());
        });
        assertThat(nodes(file)).allSatisfy(node -> {
            assertThat(camunda(node, "asyncAfter")).as(node.getId()).isNull();
            assertThat(node instanceof Activity || camunda(node, "asyncBefore") == null)
                    .as(node.getId())
                    .isTrue();
        });
    }

    @Test
    void everyTaskThatCallsOutsideIsInSomeModel() {
        assertThat(models().stream()
                        .flatMap(file -> all(file, ServiceTask.class).stream())
                        .map(ServiceTask::getId))
                .containsAll(CALLS_OUTSIDE);
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyWaitHasATimerOrAnOwner(Path file) {
        assertThat(all(file, IntermediateCatchEvent.class)).allSatisfy(wait -> {
            Stream<FlowNode> beside = wait.getIncoming().stream()
                    .map(SequenceFlow::getSource)
                    .filter(EventBasedGateway.class::isInstance)
                    .flatMap(gateway -> gateway.getOutgoing().stream())
                    .map(SequenceFlow::getTarget);
            boolean timed = Stream.concat(Stream.of(wait), beside).anyMatch(ModelRulesTest::hasTimer);
            assertThat(timed
                            || Set.of("warehouse", "carrier", "shopper", "ops", "service", "gateway")
                                    .contains(owner(wait)))
                    .as("timer or owner of " + wait.getId())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyPersonsTaskIsOfferedToARoleAndHasADueDate(Path file) {
        assertThat(all(file, UserTask.class)).allSatisfy(task -> {
            assertThat(STAFF).containsAll(task.getCamundaCandidateGroupsList());
            assertThat(task.getCamundaCandidateGroupsList()).as(task.getId()).isNotEmpty();
            assertThat(task.getCamundaDueDate()).as(task.getId()).isNotBlank();
            assertThat("UserTask_" + camel(task.getName())).isEqualTo(task.getId());
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void aTableThatIsAskedAndAFormThatIsShownExist(Path file) {
        assertThat(all(file, BusinessRuleTask.class)).allSatisfy(task -> {
            assertThat(camel(task.getName())).isEqualTo(task.getId().substring("Task_".length()));
            assertThat(beside("rules", ".dmn"))
                    .as(task.getId())
                    .anyMatch(table -> table.contains("<decision id=\"" + task.getCamundaDecisionRef() + "\""));
        });
        assertThat(all(file, UserTask.class))
                .filteredOn(task -> task.getCamundaFormRef() != null)
                .allSatisfy(task -> assertThat(beside("forms", ".form"))
                        .as(task.getId())
                        .anyMatch(form -> form.contains("\"id\": \"" + task.getCamundaFormRef() + "\"")));
    }

    private static List<String> beside(String folder, String ending) {
        try (Stream<Path> files = Files.list(ModelFiles.DIRECTORY.resolve(folder))) {
            return files.filter(one -> one.toString().endsWith(ending))
                    .map(ModelFiles::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aCalledProcessIsOneOfOursAndKnowsItsOrder(Path file) {
        Set<String> processes = models().stream()
                .map(model -> ModelFiles.process(ModelFiles.read(model)).getId())
                .collect(toSet());
        assertThat(all(file, CallActivity.class)).allSatisfy(call -> {
            assertThat(processes).contains(call.getCalledElement());
            Collection<CamundaIn> handedOver = call.getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaIn.class)
                    .list();
            assertThat(handedOver)
                    .anyMatch(in -> "#{execution.processBusinessKey}".equals(in.getCamundaBusinessKey()))
                    .anyMatch(in -> "orderNo".equals(in.getCamundaSource()) && "orderNo".equals(in.getCamundaTarget()));
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void everythingIsDrawnAndEveryLineIsStraightOrSquare(Path file) {
        BpmnModelInstance model = ModelFiles.read(file);
        Collection<BpmnShape> shapes = model.getModelElementsByType(BpmnShape.class);
        Collection<BpmnEdge> edges = model.getModelElementsByType(BpmnEdge.class);

        assertThat(shapes.stream().map(shape -> shape.getBpmnElement().getId()))
                .containsExactlyInAnyOrderElementsOf(ids(nodes(file)));
        assertThat(edges.stream().map(edge -> edge.getBpmnElement().getId()))
                .containsExactlyInAnyOrderElementsOf(ids(all(file, SequenceFlow.class)));
        assertThat(edges).allSatisfy(edge -> {
            List<Waypoint> points = List.copyOf(edge.getWaypoints());
            for (int i = 1; i < points.size(); i++) {
                Waypoint from = points.get(i - 1);
                Waypoint to = points.get(i);
                assertThat(Double.compare(from.getX(), to.getX()) == 0 || Double.compare(from.getY(), to.getY()) == 0)
                        .as(edge.getBpmnElement().getId() + " runs askew")
                        .isTrue();
            }
        });
    }

    @Test
    void everyTaskHasADelegateOfItsNameAndEveryDelegateATask() {
        Set<String> drawn = models().stream()
                .flatMap(file -> all(file, ServiceTask.class).stream())
                .map(task -> task.getId().substring("Task_".length()) + "Delegate")
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = SERVICE.stream()
                .filter(type -> type.isAssignableTo(FlowDelegate.class))
                .filter(type -> !type.isEquivalentTo(FlowDelegate.class))
                .filter(type -> type.getPackageName().matches("io\\.orderloom\\.(\\w+\\.)+flow"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(written).isEqualTo(drawn);
    }

    @Test
    void modelsAskOnlyBeansThatAreOfferedToThem() {
        Set<String> asked = new TreeSet<>();
        for (Path file : models()) {
            Matcher matcher = BEAN.matcher(ModelFiles.text(file));
            while (matcher.find()) {
                asked.add(matcher.group(1));
            }
        }
        Set<String> offered = SERVICE.stream()
                .filter(type -> type.isAnnotatedWith(BuildingBlock.class))
                .map(ModelRulesTest::beanName)
                .collect(toSet());

        assertThat(offered).containsAll(asked);
    }

    private static String beanName(JavaClass type) {
        String given = type.tryGetAnnotationOfType("org.springframework.stereotype.Component")
                .flatMap(component -> component.get("value"))
                .map(String::valueOf)
                .orElse("");
        return given.isEmpty() ? lowerFirst(type.getSimpleName()) : given;
    }

    private static Collection<FlowNode> nodes(Path file) {
        return all(file, FlowNode.class);
    }

    private static <T extends ModelElementInstance> Collection<T> all(Path file, Class<T> type) {
        return ModelFiles.read(file).getModelElementsByType(type);
    }

    private static List<String> ids(Collection<? extends BaseElement> elements) {
        return elements.stream().map(BaseElement::getId).toList();
    }

    private static List<String> retryCycles(Activity activity) {
        if (activity.getExtensionElements() == null) {
            return List.of();
        }
        return activity
                .getExtensionElements()
                .getElementsQuery()
                .filterByType(CamundaFailedJobRetryTimeCycle.class)
                .list()
                .stream()
                .map(ModelElementInstance::getTextContent)
                .toList();
    }

    private static @Nullable String camunda(FlowNode node, String attribute) {
        return node.getAttributeValueNs(BpmnModelConstants.CAMUNDA_NS, attribute);
    }

    private static boolean hasTimer(FlowNode node) {
        return !node.getChildElementsByType(TimerEventDefinition.class).isEmpty();
    }

    private static String owner(FlowNode node) {
        if (node.getExtensionElements() == null) {
            return "";
        }
        return node.getExtensionElements().getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(properties -> properties.getCamundaProperties().stream())
                .filter(property -> "owner".equals(property.getCamundaName()))
                .map(property -> property.getCamundaValue())
                .findFirst()
                .orElse("");
    }

    private static String camel(String name) {
        return Arrays.stream(name.split(" "))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String lowerFirst(String name) {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
