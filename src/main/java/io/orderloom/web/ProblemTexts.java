package io.orderloom.web;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.springframework.http.HttpStatus;

/**
 * The words of problems in the caller's language: {@code problems_zh.properties} by status and code, else
 * the English that the problem itself says.
 */
final class ProblemTexts {

    private static final ResourceBundle CHINESE = ResourceBundle.getBundle("problems", Locale.CHINESE);

    private ProblemTexts() {}

    static String title(int status, Locale language) {
        HttpStatus known = HttpStatus.resolve(status);
        return text(String.valueOf(status), known == null ? "Error" : known.getReasonPhrase(), language);
    }

    static String detail(String code, String english, Locale language) {
        return text(code, english, language);
    }

    private static String text(String key, String english, Locale language) {
        if (!Locale.CHINESE.getLanguage().equals(language.getLanguage())) {
            return english;
        }
        try {
            return CHINESE.getString(key);
        } catch (MissingResourceException e) {
            return english;
        }
    }
}
