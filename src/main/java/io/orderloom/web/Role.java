package io.orderloom.web;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do, by the part they play in the shop. */
public enum Role {
    /** A shopper: own cart, orders, after-sales, reviews. */
    SHOPPER,
    /** The mini-program's backend: everything a shopper may, for the shopper it names. */
    SHOP,
    /** Ships, receives returns, counts stock. */
    WAREHOUSE,
    /** Decides after-sales and talks with customers. */
    SERVICE,
    /** Repairs stuck orders, retries, reconciles. */
    OPS,
    /** Checks, tries and deploys models. */
    ANALYST,
    /** Keeps catalogue, prices, stock, coupons, campaigns; reads the figures. */
    MERCHANT,
    /** Keeps users and keys. */
    ADMIN;

    /** The role's name in the API and in the staff directory: lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this is neither a shopper nor the shop that speaks for one. */
    public boolean isStaff() {
        return this != SHOPPER && this != SHOP;
    }

    /** The role of that name, if there is one. */
    public static Optional<Role> of(String key) {
        for (Role role : values()) {
            if (role.key().equals(key)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
