package io.orderloom.operations;

import io.orderloom.fulfilment.ShippingMissed;
import io.orderloom.outbox.Timeline;
import io.orderloom.payment.Payment;
import io.orderloom.payment.Payments;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.OrderLock;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.PaymentNo;
import io.orderloom.support.TradeNews;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What follows from what WeChat says of orders: a report of shipping that waits for its next try is made at once, and
 * where none waits the order shows among the stuck ones.
 */
@Component
class WeChatTradeNews implements TradeNews {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatTradeNews.class);
    private static final String PARCEL = "ParcelProcess";
    private static final String REPORT = "Task_ReportShippingToWeChat";
    private static final String PAUSE = "CatchEvent_WaitBeforeReporting";
    private static final String BY_HAND = "UserTask_SettleShippingReport";

    private final Payments payments;
    private final ShippingMissed shippingMissed;
    private final OrderLock orderLock;
    private final Timeline timeline;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final TaskService tasks;
    private final BusinessClock clock;

    WeChatTradeNews(
            Payments payments,
            ShippingMissed shippingMissed,
            OrderLock orderLock,
            Timeline timeline,
            RuntimeService runtime,
            ManagementService management,
            TaskService tasks,
            BusinessClock clock) {
        this.payments = payments;
        this.shippingMissed = shippingMissed;
        this.orderLock = orderLock;
        this.timeline = timeline;
        this.runtime = runtime;
        this.management = management;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public void shippingMissed(PaymentNo paymentNo) {
        underLock(paymentNo, payment -> {
            OrderNo orderNo = payment.orderNo();
            timeline.note(orderNo, "wechat.shipping-missed", "gateway");
            if (!isBeingReported(orderNo, shippingMissed.parcels(orderNo, payment.topUpOf()))) {
                shippingMissed.markUnreported(orderNo, payment.topUpOf());
            }
        });
    }

    @Override
    public void settlement(PaymentNo paymentNo, @Nullable Instant settledAt) {
        underLock(paymentNo, payment -> {
            shippingMissed.known(payment.orderNo(), payment.topUpOf());
            if (settledAt != null) {
                timeline.note(payment.orderNo(), "wechat.settled", "gateway");
            }
        });
    }

    private void underLock(PaymentNo paymentNo, Consumer<Payment> news) {
        Optional<Payment> payment = payments.find(paymentNo);
        if (payment.isEmpty()) {
            LOG.info("WeChat speaks of payment {}, which is not ours", paymentNo);
            return;
        }
        orderLock.lock(payment.get().orderNo());
        news.accept(payment.get());
    }

    /** Brings the next try forward; true also when a person has it before them. */
    private boolean isBeingReported(OrderNo orderNo, List<String> parcels) {
        boolean found = false;
        for (String shipmentNo : parcels) {
            for (ProcessInstance parcel : processes(orderNo, shipmentNo)) {
                found |= isBeingReported(parcel);
            }
        }
        return found;
    }

    private List<ProcessInstance> processes(OrderNo orderNo, String shipmentNo) {
        return runtime.createProcessInstanceQuery()
                .processDefinitionKey(PARCEL)
                .processInstanceBusinessKey(orderNo.value())
                .variableValueEquals("shipmentNo", shipmentNo)
                .list();
    }

    private boolean isBeingReported(ProcessInstance parcel) {
        boolean found = false;
        for (Job pause : jobs(parcel, PAUSE)) {
            management.setJobDuedate(pause.getId(), Date.from(clock.now()));
            found = true;
        }
        for (Job report : jobs(parcel, REPORT)) {
            if (report.getRetries() == 0) {
                management.setJobRetries(report.getId(), 1);
            }
            found = true;
        }
        return found
                || tasks.createTaskQuery()
                                .processInstanceId(parcel.getId())
                                .taskDefinitionKey(BY_HAND)
                                .count()
                        > 0;
    }

    private List<Job> jobs(ProcessInstance parcel, String activityId) {
        return management
                .createJobQuery()
                .processInstanceId(parcel.getId())
                .activityId(activityId)
                .list();
    }
}
