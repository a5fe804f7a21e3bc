package io.orderloom.web;

import io.orderloom.shared.Problem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Problems as answers, for a refusal that commits something (a verdict, say) and so cannot be thrown. */
public final class ProblemAnswers {

    private ProblemAnswers() {}

    /** The answer that throwing the problem would give. */
    public static ResponseEntity<?> of(Problem problem) {
        ProblemDocument document = ProblemDocument.of(problem);
        return ResponseEntity.status(document.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(document);
    }
}
