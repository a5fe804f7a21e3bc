package io.orderloom.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.db.entitymanager.DbEntityManager;
import org.camunda.bpm.engine.impl.persistence.entity.EventSubscriptionEntity;
import org.junit.jupiter.api.Test;

/** A row without a proper id is refused in the engine's words, and any other is not described. */
class UndescribedEntitiesTest {

    private final OrderedIdGenerator ids = new OrderedIdGenerator(() -> Instant.EPOCH);
    private final DbEntityManager entities = new UndescribedEntities(ids, null);

    @Test
    void theReservedIdIsRefusedInTheEnginesWords() {
        EventSubscriptionEntity row = new EventSubscriptionEntity();
        row.setId("*");

        assertThat(catchThrowable(() -> entities.insert(row)))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessage(catchThrowable(() -> new DbEntityManager(ids, null).insert(row))
                        .getMessage());
    }

    @Test
    void aRowWithAnIdIsTakenWithoutItsDescription() {
        EventSubscriptionEntity row = new EventSubscriptionEntity() {
            @Override
            public String toString() {
                throw new AssertionError("described");
            }
        };
        row.setId("1");

        assertThatCode(() -> entities.insert(row)).doesNotThrowAnyException();
    }
}
