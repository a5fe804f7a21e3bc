package io.orderloom.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.orderloom.OrderloomApplication;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.modulith.core.ApplicationModules;

class ArchitectureTest {

    private static final String ROOT = "io.orderloom";
    private static final String PLANTED = "io.orderloom.rules.planted";

    @TestFactory
    Stream<DynamicTest> theServiceKeepsEveryRule() {
        JavaClasses service = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
        return rules(ROOT, service).entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(service)));
    }

    /** Without this, a rule that matches nothing would pass for ever. */
    @TestFactory
    Stream<DynamicTest> everyRuleFindsItsViolation() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        Map<String, ArchRule> rules = rules(PLANTED, planted);
        List<String> broken = List.of(
                "catalog imports only whom it may",
                "payment imports only whom it may",
                "sandbox imports only whom it may",
                "shared imports only whom it may",
                "shared knows the JDK alone",
                "the sandbox knows no Spring",
                "the engine is known by few",
                "the engine's inside is known by one",
                "vendors stay behind gateways",
                "the broker stays in the outbox",
                "HTTP stays in web",
                "time comes from a clock",
                "money is no fraction",
                "nothing is injected into fields",
                "names say what a class is for",
                "every package is null-marked",
                "nobody prints or sleeps",
                "no model runs a script");
        return broken.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    ArchRule rule = Objects.requireNonNull(rules.get(name), name);
                    assertThatThrownBy(() -> rule.check(planted)).isInstanceOf(AssertionError.class);
                }));
    }

    @Test
    void roomsHaveNoCyclesAndKeepTheirInsidesToThemselves() {
        ApplicationModules.of(OrderloomApplication.class).verify();
    }

    /** Deployed models are texts from people; an engine that finds an interpreter would run them. */
    @Test
    void noScriptEngineIsOnTheClassPath() {
        assertThat(new ScriptEngineManager().getEngineFactories())
                .extracting(ScriptEngineFactory::getLanguageName)
                // The engine's own expression and decision languages, which cannot call out.
                .isSubsetOf("feel", "feel-unary-tests", "JSP 2.1 EL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groovy.lang.GroovyShell",
                "org.graalvm.polyglot.Context",
                "org.python.util.PythonInterpreter",
                "org.openjdk.nashorn.api.scripting.NashornScriptEngine",
                "org.mozilla.javascript.Context",
                "bsh.Interpreter",
                "org.mvel2.MVEL",
                "ognl.Ognl"
            })
    void noInterpreterIsOnTheClassPath(String interpreter) {
        assertThatThrownBy(() -> Class.forName(interpreter)).isInstanceOf(ClassNotFoundException.class);
    }

    private static Map<String, ArchRule> rules(String root, JavaClasses classes) {
        return new Rules(root).all(Rules.roomsOf(classes, root));
    }
}
