package io.orderloom.web;

import io.orderloom.shared.ProblemWords;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The words of problems in the caller's language, by status and code. */
final class ProblemTexts {

    private ProblemTexts() {}

    static String title(int status, Locale language) {
        HttpStatus known = HttpStatus.resolve(status);
        return ProblemWords.of(String.valueOf(status), known == null ? "Error" : known.getReasonPhrase(), language);
    }

    static String detail(String code, String english, Locale language) {
        return ProblemWords.of(code, english, language);
    }
}
