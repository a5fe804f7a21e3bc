package io.orderloom.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.BusinessClock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes events beside the facts they tell of. */
@Component
class TransactionalOutbox implements Outbox {

    private final OutboxRepository repository;
    private final StreamNumbering numbering;
    private final BusinessClock clock;
    private final ObjectMapper json;

    TransactionalOutbox(
            OutboxRepository repository, StreamNumbering numbering, BusinessClock clock, ObjectMapper json) {
        this.repository = repository;
        this.numbering = numbering;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public void append(OrderEvent event, String by) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(event.routingKey() + " was appended outside the transaction it tells of");
        }
        repository.append(event.subject(), event.routingKey(), by, write(event), clock.now());
        nudgeAfterCommit();
    }

    /** Nothing is published here: the hook only spares the relay the rest of its nap. */
    private void nudgeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                numbering.nudge();
            }
        });
    }

    private String write(OrderEvent event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(event.routingKey() + " cannot be written as JSON", e);
        }
    }
}
