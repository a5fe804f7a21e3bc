package io.orderloom.web;

import io.orderloom.shared.ShopperId;
import io.orderloom.shared.Staff;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. Controllers take it as an argument.
 *
 * @param kind how the caller proved who it is
 * @param name the key's, the staff member's or the shopper's name
 * @param roles what it may do; never empty
 * @param shopper the shopper who calls or for whom the shop calls; null for staff and for a shop that named none
 */
public record Caller(
        Kind kind, String name, Set<Role> roles, @Nullable ShopperId shopper) {

    /** How a caller proves who it is. */
    public enum Kind {
        /** A program with an API key. */
        KEY,
        /** A person of the staff with a password or an identity provider's token. */
        STAFF,
        /** A shopper with a token of ours. */
        SHOPPER
    }

    public Caller {
        roles = Set.copyOf(EnumSet.copyOf(roles));
    }

    /** Whether the caller has at least one of the roles. */
    public boolean has(Role... anyOf) {
        return Arrays.stream(anyOf).anyMatch(roles::contains);
    }

    /** Whether the caller works for the shop, so that other people's orders are open to it. */
    public boolean isStaff() {
        return roles.stream().anyMatch(Role::isStaff);
    }

    /**
     * The shopper whose things this call is about.
     *
     * @throws io.orderloom.shared.Problem 400 {@code SHOPPER_MISSING} when the shop named none, 403 for anyone
     *     who speaks for no shopper
     */
    public ShopperId requireShopper() {
        if (shopper != null) {
            return shopper;
        }
        throw has(Role.SHOP) ? new ShopperMissing() : new RoleForbidden();
    }

    /** Who made something happen, as events and the timeline say it: {@code shopper} or {@code staff:name}. */
    public String actor() {
        return isStaff() ? "staff:" + name : "shopper";
    }

    /** The caller as one who decides; for callers of the staff only. */
    public Staff staff() {
        return new Staff(name, roles.stream().map(Role::key).collect(Collectors.toSet()));
    }

    /** To whom idempotency keys and rate limits belong. */
    public String owner() {
        String self = kind + ":" + name;
        return shopper == null ? self : self + ":" + shopper;
    }
}
