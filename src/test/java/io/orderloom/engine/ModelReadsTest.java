package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.Servers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is remembered of the deployed models is what is deployed. */
class ModelReadsTest {

    private static EngineRoom room;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger questions = new AtomicInteger();
    private String deployed = "first";
    private final ModelReads reads = new ModelReads(
            () -> {
                questions.incrementAndGet();
                return deployed;
            },
            now::get);

    @BeforeAll
    static void start() {
        room = EngineRoom.on(Servers.mariaDb());
        room.deploy(
                Bpmn.createExecutableProcess("First").startEvent().endEvent().done());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @Test
    void whatStaysDeployedIsReadOnceAndAskedAboutOnceASecond() {
        AtomicInteger read = new AtomicInteger();

        for (int tenthOfSecond = 0; tenthOfSecond < 30; tenthOfSecond++) {
            assertThat(reads.get("model", read::incrementAndGet)).isOne();
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        }

        assertThat(read).hasValue(1);
        assertThat(questions).hasValue(3);
    }

    @Test
    void whatAnotherNodeDeploysIsNoticedWithinASecond() {
        assertThat(reads.get("model", () -> 1)).isOne();
        deployed = "second";

        assertThat(reads.get("model", () -> 2)).isOne();
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));

        assertThat(reads.get("model", () -> 2)).isEqualTo(2);
    }

    @Test
    void whatWasReadBeforeADeploymentIsNotKeptWhenItComesLate() {
        Integer late = reads.get("model", () -> {
            reads.forget();
            return 1;
        });

        assertThat(late).isOne();
        assertThat(reads.get("model", () -> 2)).isEqualTo(2);
    }

    @Test
    void aDeploymentAndASuspensionByAnotherNodeAreSeenInTheTables() {
        AtomicInteger read = new AtomicInteger();
        AtomicLong clock = new AtomicLong();
        ModelReads ofTables = new ModelReads(room.jdbc, clock::get);
        Runnable aSecondLater = () -> {
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            ofTables.get("model", read::incrementAndGet);
        };

        aSecondLater.run();
        aSecondLater.run();
        assertThat(read).as("nothing changed").hasValue(1);

        room.transactions.run(() -> room.jdbc
                .sql("insert into ACT_RE_DEPLOYMENT (ID_, NAME_, DEPLOY_TIME_) values ('another', 'x', '2998-01-01')")
                .update());
        aSecondLater.run();
        assertThat(read).as("deployed").hasValue(2);

        room.transactions.run(
                () -> room.jdbc.sql("update ACT_RE_PROCDEF set REV_ = REV_ + 1").update());
        aSecondLater.run();
        assertThat(read).as("changed").hasValue(3);

        room.transactions.run(() -> room.jdbc
                .sql("delete from ACT_RE_DEPLOYMENT where ID_ = 'another'")
                .update());
        aSecondLater.run();
        assertThat(read).as("deleted").hasValue(4);
    }
}
