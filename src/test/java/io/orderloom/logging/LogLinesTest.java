package io.orderloom.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class LogLinesTest {

    @AfterEach
    void forget() {
        MDC.clear();
        start("text");
    }

    @Test
    void aLineNamesItsOrderAndItsRequest(CapturedOutput output) {
        start("text");
        MDC.put("orderNo", "0N3K7Q2M5A01R8T4W6Y9");
        MDC.put("requestId", "r-1");

        say("Paid");

        assertThat(output.getOut())
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z INFO  " + Pattern.quote(thread())
                        + " order=0N3K7Q2M5A01R8T4W6Y9 request=r-1 i\\.o\\.logging\\.LogLinesTest: Paid\n");
    }

    @Test
    void aLineOfNoOrderSpendsNoWordsOnIt(CapturedOutput output) {
        start("text");

        say("Started");

        assertThat(output.getOut()).contains(thread() + " i.o.logging.LogLinesTest: Started\n");
    }

    @Test
    void exceptionsAreMaskedToo(CapturedOutput output) {
        start("text");

        LoggerFactory.getLogger(getClass())
                .warn("Failed for {}", "13812345678", new IllegalStateException("token=abcdef of 13987654321"));

        assertThat(output.getOut())
                .contains("Failed for 138****5678", "token=*** of 139****4321")
                .doesNotContain("13812345678")
                .doesNotContain("abcdef");
    }

    @Test
    void nobodysInputPassesForALine(CapturedOutput output) {
        start("text");

        say("remark: x\n2026-03-01T08:00:00.000Z INFO  [main] forged\u001b[31m\r");

        assertThat(output.getOut())
                .doesNotContain("\n2026-03-01T08:00:00.000Z INFO  [main] forged")
                .contains("\n    2026-03-01T08:00:00.000Z INFO  [main] forged?[31m");
    }

    @Test
    void jsonLinesCarryTheSameAndStayJson(CapturedOutput output) throws Exception {
        start("json");
        MDC.put("orderNo", "0N3K7Q2M5A01R8T4W6Y9");

        say("Body {\"phone\":\"13812345678\",\"appSecret\":\"abcdef\"} \"quoted\"");

        List<String> lines = Arrays.stream(output.getOut().split("\n"))
                .filter(line -> line.contains("quoted"))
                .toList();
        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(line.path("orderNo").asText()).isEqualTo("0N3K7Q2M5A01R8T4W6Y9");
        assertThat(line.path("message").asText())
                .isEqualTo("Body {\"phone\":\"***\",\"appSecret\":\"***\"} \"quoted\"");
    }

    @Test
    void anUnknownFormatStopsTheStart() {
        assertThatThrownBy(() -> start("xml")).hasStackTraceContaining("it may be text, json, logstash, ecs or gelf");
    }

    private static String thread() {
        return "[" + Thread.currentThread().getName() + "]";
    }

    private void say(String message) {
        LoggerFactory.getLogger(getClass()).info(message);
    }

    /** A start as the service's, so that the configuration file itself is under test. */
    private static void start(String format) {
        LoggingSystem.get(LogLinesTest.class.getClassLoader()).cleanUp();
        new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run("--orderloom.log.format=" + format, "--orderloom.mode=demo")
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
