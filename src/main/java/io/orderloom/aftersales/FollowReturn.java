package io.orderloom.aftersales;

import io.orderloom.engine.FactRecorder;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.OtherParcels;
import io.orderloom.fulfilment.ShippableOrders;
import io.orderloom.fulfilment.TrackingState;
import io.orderloom.outbox.Timeline;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.Outcome;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Service;

/** Follows goods on their way back, with the carriers and the pushes that bring goods to shoppers. */
@Service
public class FollowReturn implements OtherParcels {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final Carriers carriers;
    private final ShippableOrders orders;
    private final FactRecorder facts;
    private final Timeline timeline;
    private final BusinessClock clock;

    FollowReturn(
            Cases cases,
            AfterSaleRepository rows,
            Carriers carriers,
            ShippableOrders orders,
            FactRecorder facts,
            Timeline timeline,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.carriers = carriers;
        this.orders = orders;
        this.facts = facts;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** "Subscribe to return tracking". Where it fails, asking the carrier from time to time does the same. */
    public void subscribe(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = rows.find(afterSalesNo).orElseThrow(NotFound::new);
        boolean subscribed = carriers.subscribe(parcel(afterSale)) instanceof Outcome.Succeeded;
        cases.lock(afterSalesNo, null);
        if (subscribed) {
            timeline.note(
                    afterSale.orderNo(),
                    "tracking.subscribed",
                    "system",
                    parcel(afterSale).carrier());
        }
    }

    /** "Ask about return". */
    public void ask(AfterSalesNo afterSalesNo) {
        AfterSale afterSale = rows.find(afterSalesNo).orElseThrow(NotFound::new);
        boolean signed = carriers.query(parcel(afterSale)) instanceof Outcome.Succeeded<Carriers.Track> answered
                && answered.value().state() == TrackingState.SIGNED;
        AfterSale current = cases.lock(afterSalesNo, null);
        if (signed) {
            arrive(current, "carrier");
        }
    }

    @Override
    public boolean pushed(Carriers.Track track) {
        List<AfterSale> parcels = rows.byReturnTrackingNo(track.trackingNo());
        if (track.state() == TrackingState.SIGNED) {
            for (AfterSale seen : parcels) {
                facts.record(() -> {
                    AfterSale afterSale = cases.lock(seen.afterSalesNo(), null);
                    if (arrive(afterSale, "carrier")) {
                        cases.tellReturn(afterSale, AfterSaleMessages.RETURN_ARRIVED);
                    }
                    return true;
                });
            }
        }
        return !parcels.isEmpty();
    }

    /** Writes down that the goods are there, under the order's lock. @return whether they were on their way until now */
    boolean arrive(AfterSale afterSale, String by) {
        boolean first = rows.move(
                afterSale.afterSalesNo(), AfterSaleStatus.INSPECTING, null, clock.now(), AfterSaleStatus.RETURNING);
        if (first) {
            timeline.note(afterSale.orderNo(), "return.arrived", by);
        }
        return first;
    }

    private Carriers.Parcel parcel(AfterSale afterSale) {
        AfterSale.ReturnParcel sent = Objects.requireNonNull(afterSale.returnParcel(), "nothing was sent back");
        return new Carriers.Parcel(sent.carrier(), sent.trackingNo(), orders.receiverPhone(afterSale.orderNo()));
    }
}
