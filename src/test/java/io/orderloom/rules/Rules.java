package io.orderloom.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules for a tree of rooms. The root is a parameter, so that the same rules can be shown a tree that
 * breaks each of them.
 */
final class Rules {

    /** What every room may import besides itself. */
    private static final List<String> BASE = List.of("shared", "engine", "outbox", "web");

    /** Who may import whom beyond the base. A room that is not named here may import the base only. */
    private static final Map<String, List<String>> IMPORTS = Map.of(
            "aftersales", List.of("order", "payment", "fulfilment", "inventory", "support"),
            "order", List.of("cart", "pricing", "inventory", "payment", "fulfilment", "customer"),
            "cart", List.of("catalog", "pricing", "inventory"),
            "pricing", List.of("catalog"),
            "review", List.of("order", "catalog"),
            // Erasing a shopper ends the shopper's sessions.
            "customer", List.of("access", "gateway"),
            "fulfilment", List.of("gateway"),
            "support", List.of("gateway"));

    /** Rooms that see everybody: operations by public queries, the demo by starting them. */
    private static final Set<String> OVERSEERS = Set.of("operations", "demo");

    /** Rooms with fewer imports than the base. */
    private static final Map<String, List<String>> NARROW = Map.of(
            "shared", List.of(),
            "engine", List.of("shared"),
            "outbox", List.of("shared", "engine", "web"),
            "web", List.of("shared", "engine"),
            "logging", List.of(),
            "sandbox", List.of());

    private static final Set<String> MONEY_ROOMS =
            Set.of("shared", "cart", "catalog", "pricing", "order", "payment", "fulfilment", "inventory", "aftersales");

    private static final Set<String> CLOCK_CALLS = Set.of(
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.LocalTime.now",
            "java.time.OffsetDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.YearMonth.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system",
            "java.time.Clock.tickMillis",
            "java.lang.System.currentTimeMillis",
            "java.util.Calendar.getInstance",
            "java.util.Date.<init>");

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** Every rule by a short name, in the order of the design. */
    Map<String, ArchRule> all(Set<String> rooms) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rooms.stream()
                .sorted()
                .filter(room -> !OVERSEERS.contains(room))
                .forEach(room -> rules.put(room + " imports only whom it may", imports(room, rooms)));
        rules.put("shared knows the JDK alone", sharedKnowsTheJdkAlone());
        rules.put("the sandbox knows no Spring", sandboxKnowsNoSpring());
        rules.put("the engine is known by few", engineIsKnownByFew());
        rules.put("the engine's inside is known by one", engineInsideIsKnownByOne());
        rules.put("vendors stay behind gateways", vendorsStayBehindGateways());
        rules.put("the broker stays in the outbox", brokerStaysInTheOutbox());
        rules.put("HTTP stays in web", httpStaysInWeb());
        rules.put("time comes from a clock", timeComesFromAClock());
        rules.put("money is no fraction", moneyIsNoFraction());
        rules.put("nothing is injected into fields", nothingIsInjectedIntoFields());
        rules.put("names say what a class is for", namesSayWhatAClassIsFor());
        rules.put("every package is null-marked", everyPackageIsNullMarked());
        rules.put("nobody prints or sleeps", nobodyPrintsOrSleeps());
        rules.put("no model runs a script", noScripts());
        return rules;
    }

    private ArchRule imports(String room, Set<String> rooms) {
        List<String> allowed = new ArrayList<>(NARROW.containsKey(room) ? NARROW.get(room) : BASE);
        allowed.addAll(IMPORTS.getOrDefault(room, List.of()));
        allowed.add(room);
        String[] forbidden = rooms.stream()
                .filter(other -> !allowed.contains(other))
                .map(this::room)
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> stranger = resideInAnyPackage(forbidden);
        return noClasses()
                .that()
                .resideInAPackage(room(room))
                .should(dependOnClassesThat(stranger.as("are in rooms other than " + allowed)))
                .allowEmptyShould(true);
    }

    private ArchRule sharedKnowsTheJdkAlone() {
        return noClasses()
                .that()
                .resideInAPackage(room("shared"))
                .should(dependOnClassesThat(
                        resideOutsideOfPackages("java..", "javax.crypto..", "org.jspecify..", room("shared"))));
    }

    private ArchRule sandboxKnowsNoSpring() {
        return noClasses()
                .that()
                .resideInAPackage(room("sandbox"))
                .should(dependOnClassesThat(resideInAnyPackage("org.springframework..", "org.camunda..")))
                .allowEmptyShould(true);
    }

    private ArchRule engineIsKnownByFew() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(room("engine"), "..flow..", room("operations"))
                .should(dependOnClassesThat(resideInAnyPackage("org.camunda..")));
    }

    private ArchRule engineInsideIsKnownByOne() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".engine.internal..")
                .should(dependOnClassesThat(resideInAnyPackage("org.camunda..impl..")));
    }

    private ArchRule vendorsStayBehindGateways() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("..gateway..")
                .should(dependOnClassesThat(
                        resideInAnyPackage("com.wechat.pay..", "cn.binarywang..", "me.chanjar..", "com.alipay..")));
    }

    private ArchRule brokerStaysInTheOutbox() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(room("outbox"), "..messaging..")
                .should(dependOnClassesThat(resideInAnyPackage("com.rabbitmq..")));
    }

    private ArchRule httpStaysInWeb() {
        // The engine guards Camunda's own endpoints, and the sandbox is a server of its own.
        return noClasses()
                .that()
                .resideOutsideOfPackages("..web..", root + ".engine.internal..", room("sandbox"))
                .should(dependOnClassesThat(resideInAnyPackage(
                        "jakarta.servlet..",
                        "org.springframework.web.bind..",
                        "org.springframework.web.servlet..",
                        "org.springframework.web.context..",
                        "org.springframework.web.filter..",
                        "org.springframework.security.web..",
                        "org.springframework.security.config..")));
    }

    private ArchRule timeComesFromAClock() {
        return noClasses()
                .that(not(resideInAnyPackage(room("demo"), room("sandbox")))
                        .and(not(describe("a clock", it -> Set.of("SystemBusinessClock", "SystemWireClock")
                                .contains(it.getSimpleName())))))
                .should(call("read the machine's clock", CLOCK_CALLS));
    }

    private ArchRule moneyIsNoFraction() {
        return noClasses()
                .that(resideInAnyPackage(MONEY_ROOMS.stream().map(this::room).toArray(String[]::new))
                        .and(not(describe("a rating", it -> it.getSimpleName().equals("Rating")))))
                .should(new ArchCondition<>("keep or pass fractions as double or float") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        Stream<JavaClass> types = Stream.concat(
                                item.getFields().stream().map(field -> field.getRawType()),
                                item.getCodeUnits().stream().flatMap(Rules::signature));
                        if (types.anyMatch(type -> type.isEquivalentTo(double.class)
                                || type.isEquivalentTo(float.class)
                                || type.isEquivalentTo(Double.class)
                                || type.isEquivalentTo(Float.class))) {
                            events.add(SimpleConditionEvent.satisfied(item, item.getName() + " has a fraction"));
                        }
                    }
                });
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()));
    }

    private static ArchRule nothingIsInjectedIntoFields() {
        return noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource");
    }

    private static ArchRule namesSayWhatAClassIsFor() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Dto|DTO|Manager|Helper)$")
                .because("a name says what a class is for, not which layer it is in");
    }

    private static ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " lacks its package-info"));
            }
        });
    }

    private ArchRule nobodyPrintsOrSleeps() {
        return noClasses()
                .should(call("sleep", Set.of("java.lang.Thread.sleep", "java.lang.Throwable.printStackTrace")))
                .orShould(new ArchCondition<>("print to the standard streams") {
                    @Override
                    public void check(JavaClass item, ConditionEvents events) {
                        item.getFieldAccessesFromSelf().stream()
                                .filter(access -> access.getTargetOwner().isEquivalentTo(System.class))
                                .forEach(access ->
                                        events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
                    }
                });
    }

    private ArchRule noScripts() {
        // The engine's inside names the interface only to refuse it.
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".engine.internal..")
                .should(dependOnClassesThat(
                        resideInAnyPackage("javax.script..", "groovy..", "org.graalvm..", "org.python..")))
                .because("a deployed model must not be able to run code");
    }

    private static ArchCondition<JavaClass> call(String what, Set<String> targets) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Stream.concat(
                                item.getCodeUnitCallsFromSelf().stream().map(it -> (JavaAccess<?>) it),
                                item.getCodeUnitReferencesFromSelf().stream())
                        .filter(access ->
                                targets.contains(access.getTargetOwner().getName() + "." + access.getName())
                                        && !isDateOfMoment(access))
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
            }
        };
    }

    /** A java.util.Date of given milliseconds reads no clock; only the one without arguments does. */
    private static boolean isDateOfMoment(JavaAccess<?> access) {
        return access.getTargetOwner().isEquivalentTo(Date.class)
                && !access.getTarget().getFullName().endsWith("<init>()");
    }

    private String room(String name) {
        return root + "." + name + "..";
    }

    static Set<String> roomsOf(Iterable<JavaClass> classes, String root) {
        Set<String> rooms = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.getPackageName().startsWith(root + ".")) {
                rooms.add(Arrays.asList(type.getPackageName()
                                .substring(root.length() + 1)
                                .split("\\."))
                        .get(0));
            }
        }
        return rooms;
    }
}
