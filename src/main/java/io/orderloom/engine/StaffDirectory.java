package io.orderloom.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The staff: the engine's users, so that one name and password open the API, Tasklist and Cockpit. A
 * member's roles are the engine's groups.
 */
public interface StaffDirectory {

    /**
     * One of the staff.
     *
     * @param roles role names in lower case ({@code ops}); {@code admin} is the engine's administrators
     */
    record Member(String name, Set<String> roles) {}

    /** The member of that name and password; empty for an unknown name, a wrong password or a locked user alike. */
    Optional<Member> authenticate(String name, String password);

    /** Everyone, by name. */
    List<Member> all();

    /**
     * Adds a member in the running transaction.
     *
     * @return false, with nothing changed, when the name is taken
     */
    boolean add(Member member, String password);

    /**
     * Removes a member and the roles they had.
     *
     * @return whether there was one
     */
    boolean remove(String name);
}
