package io.orderloom.customer;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The addresses a shopper keeps for orders to come. Orders keep their own copy. */
@Service
public class AddressBook {

    /** Addresses one shopper may keep. */
    public static final int MAX_ADDRESSES = 50;

    /**
     * @param addressId the mini-program's choice, unique for its shopper
     * @param isDefault whether it is offered first; at most one is
     */
    public record Entry(String addressId, ShippingAddress address, boolean isDefault) {}

    /** The book is full. */
    public static class AddressBookFull extends Problem {

        private static final long serialVersionUID = 1L;

        AddressBookFull() {
            super(Kind.CONFLICT, "ADDRESS_BOOK_FULL", "At most " + MAX_ADDRESSES + " addresses can be kept.");
        }
    }

    private final AddressRows rows;
    private final BusinessClock clock;

    AddressBook(AddressRows rows, BusinessClock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** All of them, the default first, then the ones last changed. */
    public List<Entry> of(ShopperId shopper) {
        return rows.of(shopper);
    }

    /** @throws NotFound when this shopper has no such address */
    public Entry get(ShopperId shopper, String addressId) {
        return rows.find(shopper, addressId).orElseThrow(NotFound::new);
    }

    /**
     * Keeps an address, new or changed.
     *
     * @return whether it is new
     * @throws AddressBookFull when it is one too many
     */
    @Transactional
    public boolean put(ShopperId shopper, Entry entry) {
        boolean isNew = rows.find(shopper, entry.addressId()).isEmpty();
        if (isNew && rows.count(shopper) >= MAX_ADDRESSES) {
            throw new AddressBookFull();
        }
        if (entry.isDefault()) {
            rows.clearDefault(shopper);
        }
        rows.put(shopper, entry, clock.now());
        return isNew;
    }

    /** @throws NotFound when this shopper has no such address */
    @Transactional
    public void remove(ShopperId shopper, String addressId) {
        if (!rows.delete(shopper, addressId)) {
            throw new NotFound();
        }
    }
}
