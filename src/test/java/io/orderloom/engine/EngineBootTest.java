package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.testing.Servers;
import java.util.Map;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;

/** The engine comes up on the demo's database and on the real one, with the tables that Flyway made. */
class EngineBootTest {

    private static final BpmnModelInstance FIRST = Bpmn.createExecutableProcess("First")
            .startEvent()
            .intermediateCatchEvent("CatchEvent_Paid")
            .message("Msg_Paid")
            .endEvent()
            .done();

    @Test
    void itBootsAndRunsAProcessOnH2() {
        try (EngineRoom room = EngineRoom.onH2()) {
            runsAProcess(room);
        }
    }

    @Test
    void itBootsAndRunsAProcessOnMariaDb() {
        try (EngineRoom room = EngineRoom.on(Servers.mariaDb())) {
            runsAProcess(room);
        }
    }

    @Test
    void withoutAnAdministratorTheServiceDoesNotStart() {
        assertThatThrownBy(() -> EngineRoom.onH2("orderloom.admin.name=", "orderloom.admin.password=")
                        .close())
                .hasMessageContaining("orderloom.admin.name");
    }

    private static void runsAProcess(EngineRoom room) {
        room.deploy(FIRST);
        var orderNo = room.newOrder();

        var started = room.starter.start("First", orderNo, Map.of("orderNo", orderNo.value()));
        assertThat(started.ended()).isFalse();
        assertThat(room.standsAt(orderNo)).containsExactly("CatchEvent_Paid");

        room.transactions.run(() -> room.signals.tell(new ProcessSignal(orderNo, "Msg_Paid", null)));
        assertThat(room.standsAt(orderNo)).isEmpty();
        assertThat(room.keptRows(orderNo)).isZero();
    }
}
