package io.orderloom.shared;

import java.util.Set;

/**
 * Who of the staff decides something: a person, or a program of theirs.
 *
 * @param name as they sign in, or their key's
 * @param roles in lower case, as in the staff directory; none when nobody is at it
 */
public record Staff(String name, Set<String> roles) {

    public Staff {
        roles = Set.copyOf(roles);
    }

    /** As events, the timeline and the audit trail name them. */
    public String actor() {
        return "staff:" + name;
    }
}
