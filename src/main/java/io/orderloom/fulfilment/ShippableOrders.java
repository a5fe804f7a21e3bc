package io.orderloom.fulfilment;

import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.shared.ShopperId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What fulfilment needs to know of orders, and tells them. The room that owns orders implements it. */
public interface ShippableOrders {

    /** A number of units of one order line. */
    record LineQuantity(int lineNo, int quantity) {}

    /**
     * One line as the warehouse sees it.
     *
     * @param toShip units that may leave
     * @param givenUp units that are being paid back and stay in the warehouse
     * @param asked units that stay until a request to pay them back is decided
     */
    record ShippableLine(int lineNo, String skuId, String name, int quantity, int toShip, int givenUp, int asked) {

        /** Units that stay because of a refund, granted or asked for. */
        int underRefund() {
            return givenUp + asked;
        }
    }

    /**
     * An order as the warehouse sees it, its row locked.
     *
     * @param paid whether its goods may leave at all
     * @param hold what stops it, or null
     * @param pickedUp whether the shopper fetches the goods in the shop
     */
    record ShippableOrder(
            OrderNo orderNo,
            ShopperId shopper,
            boolean paid,
            @Nullable String hold,
            boolean pickedUp,
            List<ShippableLine> lines) {

        /** Whether nothing is left to ship. */
        public boolean allShipped() {
            return lines.stream().allMatch(line -> line.toShip() + line.asked() == 0);
        }
    }

    /**
     * Who gets the goods and who paid how, for carriers and for WeChat; personal data.
     *
     * @param phone the receiver's phone, null for a pick-up
     * @param weChatPaymentNo number of the WeChat payment, null when it was paid another way
     * @param payerOpenid openid of that payer, null when unknown
     */
    record Receiver(
            @Nullable String phone,
            @Nullable String weChatPaymentNo,
            @Nullable String payerOpenid) {}

    /** Locks the order until the running transaction ends. */
    Optional<ShippableOrder> lock(OrderNo orderNo);

    /** The order as it stands, without the lock. */
    Optional<ShippableOrder> look(OrderNo orderNo);

    /**
     * Books goods that leave, in the running transaction under the order's lock: lines, stock, status, event.
     *
     * @param order as {@link #lock} gave it in this transaction
     * @return whether nothing is left to ship
     */
    boolean shipped(ShippableOrder order, String shipmentNo, String carrier, List<LineQuantity> items, String by);

    /**
     * Books that every parcel was signed for, in the running transaction under the order's lock.
     *
     * @return whether the order was on its way until now; false when the shopper had confirmed the receipt before
     */
    boolean delivered(OrderNo orderNo);

    /** The order's payment by WeChat, whose money is frozen until WeChat knows of the parcel; empty when it was paid another way. */
    Optional<PaymentNo> weChatPayment(OrderNo orderNo);

    Receiver receiver(OrderNo orderNo);

    /** As above, for a parcel that another payment than the order's paid for; null for none of WeChat. */
    Receiver receiver(OrderNo orderNo, @Nullable PaymentNo weChatPaymentNo);

    /** Where the order's parcels go; empty for a pick-up, or when the shopper's data was erased; personal data. */
    Optional<Waybills.Consignee> consignee(OrderNo orderNo);

    /** The receiver's phone, null for a pick-up; personal data. */
    @Nullable
    String receiverPhone(OrderNo orderNo);
}
