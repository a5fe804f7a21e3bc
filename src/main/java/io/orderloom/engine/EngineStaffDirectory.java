package io.orderloom.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.AuthenticationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** The staff in the engine's identity tables. The engine locks a name after five wrong passwords in a row. */
@Component
class EngineStaffDirectory implements StaffDirectory {

    /** The roles that are groups of the engine, by the API's names. */
    static final Set<String> ROLES = Set.of("shop", "warehouse", "service", "ops", "analyst", "merchant", "admin");

    private static final String ADMIN = "admin";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}");
    private static final int LONGEST_PASSWORD = 200;
    private static final int MOST = 1000;

    private final IdentityService identity;
    private final Transactions transactions;

    EngineStaffDirectory(IdentityService identity, Transactions transactions) {
        this.identity = identity;
        this.transactions = transactions;
    }

    @Override
    public Optional<Member> authenticate(String name, String password) {
        if (!NAME.matcher(name).matches() || password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            return Optional.empty();
        }
        try {
            return identity.checkPassword(name, password) ? Optional.of(member(name)) : Optional.empty();
        } catch (AuthenticationException e) {
            // locked, or asked again too soon after a wrong password
            return Optional.empty();
        }
    }

    @Override
    public List<Member> all() {
        return identity.createUserQuery().orderByUserId().asc().listPage(0, MOST).stream()
                .map(user -> member(user.getId()))
                .toList();
    }

    @Override
    public boolean add(Member member, String password) {
        if (!NAME.matcher(member.name()).matches() || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "A name has 1 to 64 letters, digits, dots, hyphens and underscores, a password at most 200");
        }
        if (!ROLES.containsAll(member.roles())) {
            throw new IllegalArgumentException("Roles of the staff are " + new TreeSet<>(ROLES));
        }
        return transactions.run(() -> {
            if (identity.createUserQuery().userId(member.name()).count() > 0) {
                return false;
            }
            User user = identity.newUser(member.name());
            user.setPassword(password);
            // The web applications greet people by these two.
            user.setFirstName(member.name());
            user.setLastName("");
            identity.saveUser(user);
            member.roles().forEach(role -> identity.createMembership(member.name(), group(role)));
            return true;
        });
    }

    @Override
    public boolean remove(String name) {
        return transactions.run(() -> {
            boolean exists = identity.createUserQuery().userId(name).count() > 0;
            if (exists) {
                identity.deleteUser(name);
            }
            return exists;
        });
    }

    /** How many people may let others in. */
    long administrators() {
        return identity.createUserQuery().memberOfGroup(Groups.CAMUNDA_ADMIN).count();
    }

    static String group(String role) {
        return role.equals(ADMIN) ? Groups.CAMUNDA_ADMIN : role;
    }

    private Member member(String name) {
        Set<String> roles = new TreeSet<>();
        for (Group group : identity.createGroupQuery().groupMember(name).list()) {
            roles.add(group.getId().equals(Groups.CAMUNDA_ADMIN) ? ADMIN : group.getId());
        }
        return new Member(name, roles);
    }
}
