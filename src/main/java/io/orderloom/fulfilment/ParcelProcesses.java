package io.orderloom.fulfilment;

import io.orderloom.engine.ProcessStarter;
import io.orderloom.shared.OrderNo;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Starts the processes that look after parcels, in the running transaction under the order's lock. */
@Component
class ParcelProcesses {

    private static final String PARCEL_PROCESS = "ParcelProcess";

    private final ShippableOrders orders;
    private final ShipmentRepository shipments;
    private final ProcessStarter processes;

    ParcelProcesses(ShippableOrders orders, ShipmentRepository shipments, ProcessStarter processes) {
        this.orders = orders;
        this.shipments = shipments;
        this.processes = processes;
    }

    /** Follows a parcel that leaves now. */
    void follow(Shipment shipment, boolean reportToWeChat) {
        boolean handedOver = ShipParcel.PICKUP.equals(shipment.carrier());
        ProcessStarter.Started process =
                start(shipment, !handedOver && shipment.trackingNo() == null, !handedOver, reportToWeChat);
        if (!process.ended()) {
            shipments.belongsTo(shipment.shipmentNo(), process.processInstanceId());
        }
    }

    /**
     * What had not left never will: the parcel that left last was the last one. WeChat, which was told that more was to
     * come, is told of it once more; the process that follows the parcel goes its own way.
     */
    void reportAsLast(OrderNo orderNo) {
        List<Shipment> parcels = shipments.ofLines(orderNo);
        if (parcels.isEmpty() || orders.weChatPayment(orderNo).isEmpty()) {
            return;
        }
        Shipment last = parcels.get(parcels.size() - 1);
        // A parcel that has no number yet is reported when it gets one, and then says by itself that it is the last.
        if (last.trackingNo() != null || ShipParcel.PICKUP.equals(last.carrier())) {
            start(last, false, false, true);
        }
    }

    private ProcessStarter.Started start(
            Shipment shipment, boolean waybillWanted, boolean tracked, boolean reportToWeChat) {
        return processes.start(
                PARCEL_PROCESS,
                shipment.orderNo(),
                Map.of(
                        "shipmentNo",
                        shipment.shipmentNo(),
                        "waybillWanted",
                        waybillWanted,
                        "tracked",
                        tracked,
                        "reportToWeChat",
                        reportToWeChat));
    }
}
