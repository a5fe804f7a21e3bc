package io.orderloom.order.web;

import io.orderloom.customer.AddressBook;
import io.orderloom.customer.PersonText;
import io.orderloom.customer.ShippingAddress;
import io.orderloom.order.PlaceOrder;
import io.orderloom.pricing.Basket;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.DeliveryMethod;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Problem;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.SkuId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns the body of a placement into a wish, or says where it is wrong. */
@Component
class OrderWishes {

    private static final int MAX_REMARK = 500;

    private final AddressBook addressBook;

    OrderWishes(AddressBook addressBook) {
        this.addressBook = addressBook;
    }

    /** @throws InvalidRequest naming every wrong place */
    PlaceOrder.Wish wish(OrderRequest request, ShopperId shopper, @Nullable String deviceId) {
        List<Problem.At> errors = new ArrayList<>();
        DeliveryMethod method = request.deliveryMethod() == null ? DeliveryMethod.EXPRESS : request.deliveryMethod();
        List<Basket.Item> items = items(request.items(), errors);
        List<CouponId> coupons = coupons(request.couponIds(), errors);
        String remark = PersonText.optional(request.remark(), "/remark", MAX_REMARK, errors);
        if (request.expectedPayableFen() != null && request.expectedPayableFen() < 0) {
            errors.add(new Problem.At("/expectedPayableFen", "AMOUNT_NEGATIVE", "An amount is 0 or more."));
        }
        ShippingAddress address = address(request, method, shopper, errors);
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return new PlaceOrder.Wish(
                shopper,
                new Basket(items, coupons, method, address == null ? null : address.province()),
                address,
                remark.isEmpty() ? null : remark,
                request.expectedPayableFen() == null ? null : Money.ofFen(request.expectedPayableFen()),
                NamedDevice.of(deviceId));
    }

    private static List<Basket.Item> items(
            @Nullable List<OrderRequest.@Nullable Item> wanted, List<Problem.At> errors) {
        List<Basket.Item> items = new ArrayList<>();
        if (wanted == null || wanted.isEmpty()) {
            errors.add(new Problem.At("/items", "ITEMS_MISSING", "At least one item is needed."));
            return items;
        }
        for (int i = 0; i < wanted.size(); i++) {
            OrderRequest.Item item = wanted.get(i);
            if (item == null
                    || item.skuId() == null
                    || item.skuId().isBlank()
                    || item.skuId().length() > 64) {
                errors.add(new Problem.At("/items/" + i + "/skuId", "SKU_UNKNOWN", "There is no such SKU."));
            } else if (item.quantity() == null) {
                errors.add(new Problem.At("/items/" + i + "/quantity", "QUANTITY_OUT_OF_RANGE", "How many?"));
            } else {
                items.add(new Basket.Item(new SkuId(item.skuId()), item.quantity()));
            }
        }
        return items;
    }

    private static List<CouponId> coupons(@Nullable List<@Nullable String> wanted, List<Problem.At> errors) {
        List<CouponId> coupons = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (wanted != null) {
            for (int i = 0; i < wanted.size(); i++) {
                String id = wanted.get(i);
                if (id == null || id.isBlank() || id.length() > 32 || id.indexOf(',') >= 0) {
                    errors.add(new Problem.At("/couponIds/" + i, "COUPON_UNKNOWN", "There is no such coupon."));
                } else if (!seen.add(id)) {
                    errors.add(new Problem.At("/couponIds/" + i, "COUPON_DUPLICATE", "A coupon is used once."));
                } else {
                    coupons.add(new CouponId(id));
                }
            }
        }
        return coupons;
    }

    private @Nullable ShippingAddress address(
            OrderRequest request, DeliveryMethod method, ShopperId shopper, List<Problem.At> errors) {
        boolean given = request.shippingAddress() != null || request.addressId() != null;
        if (method == DeliveryMethod.PICKUP) {
            if (given) {
                errors.add(new Problem.At(
                        "/shippingAddress", "ADDRESS_NOT_NEEDED", "Goods that are fetched need no address."));
            }
            return null;
        }
        if (request.shippingAddress() != null && request.addressId() != null) {
            errors.add(new Problem.At("/addressId", "ADDRESS_TWICE", "Give an address or the id of one, not both."));
            return null;
        }
        if (request.addressId() != null) {
            try {
                return addressBook.get(shopper, request.addressId()).address();
            } catch (NotFound unknown) {
                errors.add(new Problem.At("/addressId", "ADDRESS_UNKNOWN", "The shopper keeps no such address."));
                return null;
            }
        }
        OrderRequest.Address address = request.shippingAddress();
        if (address == null) {
            errors.add(new Problem.At("/shippingAddress", "ADDRESS_MISSING", "Where do the goods go?"));
            return null;
        }
        try {
            return ShippingAddress.checked(
                    "/shippingAddress",
                    address.name(),
                    address.phone(),
                    address.province(),
                    address.city(),
                    address.district(),
                    address.detail());
        } catch (InvalidRequest wrong) {
            errors.addAll(wrong.errors());
            return null;
        }
    }
}
