package io.orderloom.outbox;

import org.springframework.http.ResponseEntity;

/** Does what a command of one type asks. Rooms implement it in their {@code messaging} package. */
public interface CommandHandler {

    /** The AMQP {@code type} of the commands it takes, for instance {@code place-order}. */
    String type();

    /**
     * Does what the command asks, once per {@link Command#key()}, and returns after the commit.
     *
     * @return the answer that the same request would get over HTTP
     * @throws io.orderloom.shared.Problem what cannot be read (400) goes to the dead letters; what is busy or
     *     down (429, 503, 409 {@code REQUEST_IN_FLIGHT}) is tried again; any other refusal is the answer
     */
    ResponseEntity<?> handle(Command command);
}
