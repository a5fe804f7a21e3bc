package io.orderloom.customer;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Knows the shop's shoppers; makes one on first use. */
@Service
public class Shoppers {

    private static final int MAX_NICKNAME = 64;
    private static final int MAX_CONSENTS = 20;
    private static final Pattern CONSENT = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    private final ShopperRows rows;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;

    Shoppers(ShopperRows rows, BusinessNumbers numbers, BusinessClock clock) {
        this.rows = rows;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** Makes the shopper if this is the first time the shop hears of them. One statement. */
    @Transactional
    public void ensure(ShopperId shopperId) {
        rows.ensure(shopperId, clock.now());
    }

    /** The shopper with that openid, made on their first login. */
    @Transactional
    public ShopperId withOpenid(String openid) {
        return rows.byOpenid(openid).orElseGet(() -> {
            rows.insertWithOpenid(new ShopperId("S" + numbers.next()), openid, clock.now());
            return rows.byOpenid(openid)
                    .orElseThrow(() -> new IllegalStateException("A shopper that was just made is not there"));
        });
    }

    /**
     * A shop with a login of its own says who its shopper is at WeChat, so that what they write there is theirs.
     *
     * @throws OpenidTaken when that is another shopper
     */
    @Transactional
    public void knownAs(ShopperId shopperId, String openid) {
        Optional<ShopperId> known = rows.byOpenid(openid);
        if (known.isPresent() && !known.get().equals(shopperId)) {
            throw new OpenidTaken();
        }
        rows.ensure(shopperId, clock.now());
        rows.nameOpenid(shopperId, openid);
    }

    /** The shopper's openid at WeChat, which paying in the mini-program needs; empty for who never logged in. */
    public Optional<String> openid(ShopperId shopperId) {
        return rows.openid(shopperId);
    }

    /** Those of whom the shop has heard, with their openid at WeChat, null for who never logged in. */
    List<ShopperRows.WithOpenid> seekWithOpenids(Collection<ShopperId> shopperIds) {
        return rows.findWithOpenids(shopperIds);
    }

    /** @throws NotFound when the shop has never heard of them */
    public Shopper get(ShopperId shopperId) {
        return rows.find(shopperId).orElseThrow(NotFound::new);
    }

    /** What the shopper says about themselves; empty when the shop has never heard of them. */
    public Optional<Shopper> seek(ShopperId shopperId) {
        return rows.find(shopperId);
    }

    /**
     * Replaces what the shopper says about themselves.
     *
     * @throws InvalidRequest naming every wrong place
     */
    @Transactional
    public Shopper describe(
            ShopperId shopperId, @Nullable String nickname, @Nullable String phone, List<String> consents) {
        List<Problem.At> errors = new ArrayList<>();
        String name = nickname == null ? null : PersonText.optional(nickname, "/nickname", MAX_NICKNAME, errors);
        String number = phone == null || phone.isBlank() ? null : ShippingAddress.phone(phone, "/phone", errors);
        if (consents.size() > MAX_CONSENTS
                || !consents.stream().allMatch(word -> CONSENT.matcher(word).matches())) {
            errors.add(new Problem.At(
                    "/consents", "WRONG_FORM", "Consents are at most " + MAX_CONSENTS + " short plain words."));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        Shopper described = new Shopper(
                shopperId, name, number, consents.stream().distinct().toList());
        rows.ensure(shopperId, clock.now());
        rows.describe(described);
        return described;
    }
}
