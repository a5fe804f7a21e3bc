package io.orderloom.order;

import io.orderloom.customer.AddressSeal;
import io.orderloom.customer.ShippingAddress;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PersonalDataCipher;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the goods of an order go and what the shopper remarked; sealed at rest. */
@Component
public class DeliveryDetails {

    private final OrderRepository orders;
    private final AddressSeal addressSeal;
    private final PersonalDataCipher cipher;

    DeliveryDetails(OrderRepository orders, AddressSeal addressSeal, PersonalDataCipher cipher) {
        this.orders = orders;
        this.addressSeal = addressSeal;
        this.cipher = cipher;
    }

    OrderRepository.Sealed seal(@Nullable ShippingAddress address, @Nullable String remark) {
        return new OrderRepository.Sealed(address == null ? null : addressSeal.seal(address), cipher.encrypt(remark));
    }

    /** Empty for goods that the shopper fetches. */
    public Optional<ShippingAddress> address(OrderNo orderNo) {
        return Optional.ofNullable(orders.sealed(orderNo).shippingAddress()).map(addressSeal::open);
    }

    /** What the shopper wrote to the shop. */
    public Optional<String> remark(OrderNo orderNo) {
        return Optional.ofNullable(cipher.decrypt(orders.sealed(orderNo).remark()));
    }
}
