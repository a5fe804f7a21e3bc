package io.orderloom.access.web;

import io.orderloom.access.ApiKeys;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.web.Caller;
import io.orderloom.web.Page;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.List;
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

/** The keys of programs, kept by administrators. */
@RestController
@RequestMapping("/api/v1/keys")
@Roles(Role.ADMIN)
class KeysController {

    private final ApiKeys keys;

    KeysController(ApiKeys keys) {
        this.keys = keys;
    }

    record NewKey(
            @NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,64}")
            String name,

            @NotNull String role) {}

    record Key(String name, String role, String createdBy, Instant createdAt) {

        static Key of(ApiKeys.Named key) {
            return new Key(key.name(), key.role().key(), key.createdBy(), key.createdAt());
        }
    }

    /** A new key with its secret, which no later answer repeats. */
    record KeyWithSecret(String name, String role, String createdBy, Instant createdAt, String key) {}

    @GetMapping
    Page<Key> all() {
        List<Key> all = keys.all().stream().map(Key::of).toList();
        return new Page<>(all, 0, all.size(), all.size());
    }

    @PostMapping
    ResponseEntity<KeyWithSecret> issue(@Valid @RequestBody NewKey wanted, Caller caller) {
        Role role = Role.of(wanted.role())
                .filter(known -> known != Role.SHOPPER)
                .orElseThrow(() -> new InvalidRequest("/role", "UNKNOWN_VALUE", "No key can have this role."));
        ApiKeys.Issued issued = keys.issue(wanted.name(), role, caller.actor());
        Key key = Key.of(issued.key());
        return ResponseEntity.created(URI.create("/api/v1/keys/" + key.name()))
                .body(new KeyWithSecret(key.name(), key.role(), key.createdBy(), key.createdAt(), issued.secret()));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable("name") String name, Caller caller) {
        keys.revoke(name, caller.actor());
    }
}
