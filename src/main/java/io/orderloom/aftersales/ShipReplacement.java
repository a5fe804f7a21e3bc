package io.orderloom.aftersales;

import io.orderloom.fulfilment.ShipParcel;
import io.orderloom.fulfilment.Shipment;
import io.orderloom.inventory.HoldReplacement;
import io.orderloom.order.ClaimRefund;
import io.orderloom.outbox.Outbox;
import io.orderloom.payment.Channel;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.Money;
import io.orderloom.shared.PaymentNo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lets what an exchange brings leave the warehouse: a parcel of the case, once. */
@Service
public class ShipReplacement {

    private static final String SYSTEM = "system";

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final ExchangeRows exchanges;
    private final ShipParcel shipParcel;
    private final HoldReplacement holdReplacement;
    private final ClaimRefund claims;
    private final Payments payments;
    private final Outbox outbox;
    private final BusinessClock clock;

    ShipReplacement(
            Cases cases,
            AfterSaleRepository rows,
            ExchangeRows exchanges,
            ShipParcel shipParcel,
            HoldReplacement holdReplacement,
            ClaimRefund claims,
            Payments payments,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.exchanges = exchanges;
        this.shipParcel = shipParcel;
        this.holdReplacement = holdReplacement;
        this.claims = claims;
        this.payments = payments;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * How it leaves.
     *
     * @param carrier our code of the carrier; null when the shopper fetches it
     * @param trackingNo number of its waybill; null when one is to be made with the carrier
     */
    public record Parcel(@Nullable String carrier, @Nullable String trackingNo) {}

    /**
     * The warehouse's word over the API, in the running transaction; the process is told.
     *
     * @param by who ships, as in {@link Outbox#append}
     * @throws io.orderloom.shared.NotFound when there is no such case
     * @throws NothingToReplace when the old goods are not back, or something has left for them already
     * @throws io.orderloom.fulfilment.OrderOnHold when something stops the order
     * @throws io.orderloom.shared.InvalidRequest when the carrier is unknown
     */
    public AfterSale ship(AfterSalesNo afterSalesNo, Parcel parcel, String by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        write(afterSale, parcel, by);
        cases.tellExchange(afterSale, AfterSaleMessages.REPLACEMENT_SHIPPED);
        settleIfDone(afterSale);
        return cases.now(afterSale);
    }

    /** "Record replacement": the same from Tasklist, in the step of the process that the task belongs to. */
    public void record(AfterSalesNo afterSalesNo, Parcel parcel, String by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        write(afterSale, parcel, by);
        settleIfDone(afterSale);
    }

    private void write(AfterSale afterSale, Parcel parcel, String by) {
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        Exchange exchange = afterSale.exchange();
        if (exchange == null || !exchange.isReserved() || afterSale.status() != AfterSaleStatus.REPLACING) {
            throw new NothingToReplace();
        }
        Shipment shipment = shipParcel.shipReplacement(
                new ShipParcel.Parcel(afterSale.orderNo(), parcel.carrier(), parcel.trackingNo(), List.of()),
                new Shipment.Replacement(
                        afterSalesNo, exchange.skuId(), exchange.name(), exchange.quantity(), weChatPayment(exchange)));
        holdReplacement.ship(afterSalesNo, exchange.stock(exchange.quantity()));
        exchanges.shipped(afterSalesNo, shipment.shipmentNo());
        outbox.append(
                new ReplacementShipped(
                        afterSale.orderNo().value(), afterSalesNo.value(), shipment.shipmentNo(), shipment.carrier()),
                by);
        Money back = Money.ofFen(Math.max(-exchange.differenceFen(exchange.quantity(), afterSale.amount()), 0));
        claims.exchange(afterSale.claim(), back);
        if (back.isPositive()) {
            rows.granted(afterSalesNo, back);
            rows.move(afterSalesNo, AfterSaleStatus.APPROVED, null, clock.now(), AfterSaleStatus.REPLACING);
            return;
        }
        rows.move(afterSalesNo, AfterSaleStatus.COMPLETED, null, clock.now(), AfterSaleStatus.REPLACING);
        outbox.append(
                new AfterSaleCompleted(
                        afterSale.orderNo().value(),
                        afterSalesNo.value(),
                        afterSale.type().name(),
                        0),
                SYSTEM);
    }

    /** WeChat keeps the money of a top-up until it knows that something was sent for it. */
    private @Nullable PaymentNo weChatPayment(Exchange exchange) {
        if (exchange.topUpPaymentNo() == null || !exchange.topUpKept().isPositive()) {
            return null;
        }
        Payment payment = payments.find(exchange.topUpPaymentNo()).orElseThrow();
        return payment.channel() == Channel.WECHAT_PAY ? payment.paymentNo() : null;
    }

    private void settleIfDone(AfterSale afterSale) {
        if (cases.now(afterSale).status() == AfterSaleStatus.COMPLETED) {
            claims.settled(afterSale.orderNo());
        }
    }
}
