package io.orderloom.shared;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The words of problems in the reader's language: {@code problems_zh.properties}, else English. */
public final class ProblemWords {

    private static final ResourceBundle CHINESE = ResourceBundle.getBundle("problems", Locale.CHINESE);

    private ProblemWords() {}

    /**
     * @param key a problem's code, or another key of that file
     * @param english what to say to readers of any other language, and where the file says nothing
     */
    public static String of(String key, String english, Locale language) {
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
