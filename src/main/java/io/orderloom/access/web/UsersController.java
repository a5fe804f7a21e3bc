package io.orderloom.access.web;

import io.orderloom.access.StaffAccounts;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.web.Caller;
import io.orderloom.web.Page;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The staff, kept by administrators. The same name and password open the API, Tasklist and Cockpit. */
@RestController
@RequestMapping("/api/v1/users")
@Roles(Role.ADMIN)
class UsersController {

    private final StaffAccounts staff;

    UsersController(StaffAccounts staff) {
        this.staff = staff;
    }

    record NewUser(
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,64}") String name,
            @NotNull @Size(max = 128) String password,
            @NotEmpty @Size(max = 8) List<@NotNull String> roles) {

        /** A password has no place in a log. */
        @Override
        public String toString() {
            return "NewUser[" + name + ", " + roles + "]";
        }
    }

    record User(String name, List<String> roles) {

        static User of(StaffAccounts.Account account) {
            return new User(
                    account.name(),
                    account.roles().stream().map(Role::key).sorted().toList());
        }
    }

    @GetMapping
    Page<User> all() {
        List<User> all = staff.all().stream().map(User::of).toList();
        return new Page<>(all, 0, all.size(), all.size());
    }

    @PostMapping
    ResponseEntity<User> add(@Valid @RequestBody NewUser wanted, Caller caller) {
        StaffAccounts.Account added =
                staff.add(wanted.name(), wanted.password(), roles(wanted.roles()), caller.actor());
        return ResponseEntity.created(URI.create("/api/v1/users/" + added.name()))
                .body(User.of(added));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable("name") String name, Caller caller) {
        staff.remove(name, caller.actor());
    }

    private static Set<Role> roles(List<String> named) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < named.size(); i++) {
            String pointer = "/roles/" + i;
            roles.add(Role.of(named.get(i))
                    .filter(role -> role != Role.SHOPPER)
                    .orElseThrow(() -> new InvalidRequest(pointer, "UNKNOWN_VALUE", "The staff have no such role.")));
        }
        return roles;
    }
}
