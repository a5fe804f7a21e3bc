package io.orderloom.customer;

import org.springframework.stereotype.Component;

/**
 * Recognises a piece of personal data without storing it readable: a keyed hash, under the key that openids are found by.
 * Who reads the database cannot try addresses until one fits.
 */
@Component
public class PersonalDataMark {

    private static final int LENGTH = 32;

    private final OpenidHash hash;

    PersonalDataMark(OpenidHash hash) {
        this.hash = hash;
    }

    /**
     * 32 characters of lower-case hex.
     *
     * @param kind what it is, so that equal texts of different kinds have different marks
     */
    public String of(String kind, String text) {
        // No openid has a NUL in it, so no mark is an openid's hash.
        return hash.of(kind + '\0' + text).substring(0, LENGTH);
    }
}
