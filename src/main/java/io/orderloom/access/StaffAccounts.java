package io.orderloom.access;

import io.orderloom.engine.StaffDirectory;
import io.orderloom.engine.Transactions;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.WireClock;
import io.orderloom.web.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The staff as the API sees them: names with roles of ours. */
@Component
public class StaffAccounts {

    private static final int SHORTEST_PASSWORD = 12;

    private final StaffDirectory directory;
    private final Transactions transactions;
    private final AuditTrail audit;
    private final Remembered<Account> remembered;

    StaffAccounts(
            StaffDirectory directory,
            Transactions transactions,
            AuditTrail audit,
            WireClock clock,
            AccessSettings settings) {
        this.directory = directory;
        this.transactions = transactions;
        this.audit = audit;
        this.remembered = new Remembered<>(clock, settings.remember());
    }

    /** One of the staff. */
    public record Account(String name, Set<Role> roles) {}

    /** The member of that name and password. */
    public Optional<Account> authenticate(String name, String password) {
        return remembered.get(
                Secrets.hash(name + '\n' + password),
                () -> directory.authenticate(name, password).map(StaffAccounts::account));
    }

    /** Everyone, by name. */
    public List<Account> all() {
        return directory.all().stream().map(StaffAccounts::account).toList();
    }

    /** @throws io.orderloom.shared.Problem 409 {@code NAME_TAKEN}, 422 for a password that is easily guessed */
    public Account add(String name, String password, Set<Role> roles, String actor) {
        if (password.length() < SHORTEST_PASSWORD || password.contains(name)) {
            throw new InvalidRequest("/password", "WEAK_PASSWORD", "At least 12 characters, without the name in them.");
        }
        return transactions.run(() -> {
            if (!directory.add(member(name, roles), password)) {
                throw new NameTaken();
            }
            audit.add(actor, "user.created", name, String.join(" ", keys(roles)));
            return new Account(name, roles);
        });
    }

    /** Makes sure that a member of this name exists; for demo staff, whose passwords everybody knows. */
    public void ensure(String name, String password, Set<Role> roles) {
        transactions.run(() -> directory.add(member(name, roles), password));
    }

    /** @throws io.orderloom.shared.Problem 404, or 409 {@code LAST_ADMINISTRATOR} */
    public void remove(String name, String actor) {
        transactions.run(() -> {
            List<Account> others = all().stream()
                    .filter(account -> !account.name().equals(name))
                    .toList();
            if (others.stream().noneMatch(account -> account.roles().contains(Role.ADMIN))) {
                throw new LastAdministrator();
            }
            if (!directory.remove(name)) {
                throw new NotFound();
            }
            audit.add(actor, "user.removed", name, null);
        });
        remembered.forgetAll();
    }

    private static Account account(StaffDirectory.Member member) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        member.roles()
                .forEach(
                        key -> Role.of(key).filter(role -> role != Role.SHOPPER).ifPresent(roles::add));
        return new Account(member.name(), roles);
    }

    private static StaffDirectory.Member member(String name, Set<Role> roles) {
        return new StaffDirectory.Member(name, keys(roles));
    }

    private static Set<String> keys(Set<Role> roles) {
        return roles.stream().map(Role::key).collect(Collectors.toUnmodifiableSet());
    }
}
