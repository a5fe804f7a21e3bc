package io.orderloom.outbox;

import io.orderloom.shared.Problem;
import org.springframework.http.ResponseEntity;

/** What a delivered command came to. */
sealed interface CommandVerdict {

    /** Its effect is committed, now or at an earlier delivery. */
    record Done(ResponseEntity<?> answer) implements CommandVerdict {}

    /** Understood and refused; nothing but perhaps the verdict is committed. */
    record Refused(ResponseEntity<?> answer) implements CommandVerdict {}

    /** No try will ever make anything of it. */
    record Poison(Problem why) implements CommandVerdict {}

    /** It failed for reasons that are not the command's. */
    record Later(RuntimeException why) implements CommandVerdict {}
}
