package io.orderloom.aftersales;

import io.orderloom.inventory.ReceiveStock;
import io.orderloom.inventory.StockLine;
import io.orderloom.order.ClaimRefund;
import io.orderloom.order.ClaimRefund.Claim;
import io.orderloom.order.ClaimRefund.Claimed;
import io.orderloom.outbox.Outbox;
import io.orderloom.shared.AfterSalesNo;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.InvalidRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Says what of a return is accepted, and takes that back to stock. What is refused altogether is disputed. */
@Service
public class InspectReturn {

    private final Cases cases;
    private final AfterSaleRepository rows;
    private final FollowReturn followReturn;
    private final DisputeAfterSale disputes;
    private final ExchangeGoods exchangeGoods;
    private final ClaimRefund claims;
    private final ReceiveStock receiveStock;
    private final DecisionLog decisions;
    private final Outbox outbox;
    private final BusinessClock clock;

    InspectReturn(
            Cases cases,
            AfterSaleRepository rows,
            FollowReturn followReturn,
            DisputeAfterSale disputes,
            ExchangeGoods exchangeGoods,
            ClaimRefund claims,
            ReceiveStock receiveStock,
            DecisionLog decisions,
            Outbox outbox,
            BusinessClock clock) {
        this.cases = cases;
        this.rows = rows;
        this.followReturn = followReturn;
        this.disputes = disputes;
        this.exchangeGoods = exchangeGoods;
        this.claims = claims;
        this.receiveStock = receiveStock;
        this.decisions = decisions;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** What was found of one line: units accepted, and how many of them cannot be sold again. */
    public record Found(int lineNo, int accepted, int damaged) {}

    /**
     * What the warehouse found.
     *
     * @param accepted whether anything is accepted
     * @param found of which lines how much; none means every unit, fit for sale
     * @param note to the shopper; personal data
     */
    public record Inspection(
            boolean accepted, List<Found> found, @Nullable String note) {

        public Inspection {
            found = List.copyOf(found);
        }
    }

    /**
     * The warehouse's word over the API or as a command, in the running transaction; the process is told. Goods that
     * no carrier has reported yet have arrived by it.
     *
     * @param by who inspected, as in {@link Outbox#append}
     * @throws io.orderloom.shared.NotFound when there is no such case
     * @throws NothingToInspect when nothing is on its way, or it was inspected before
     * @throws InvalidRequest when lines or numbers cannot be
     */
    public AfterSale inspect(AfterSalesNo afterSalesNo, Inspection inspection, String by) {
        AfterSale afterSale = cases.lock(afterSalesNo, null);
        if (followReturn.arrive(afterSale, by)) {
            cases.tellReturn(afterSale, AfterSaleMessages.RETURN_ARRIVED);
        }
        write(cases.now(afterSale), inspection, by);
        cases.tellReturn(afterSale, AfterSaleMessages.RETURN_INSPECTED);
        return cases.now(afterSale);
    }

    /** "Record inspection": the same from Tasklist, in the step of the process that the task belongs to. */
    public void record(AfterSalesNo afterSalesNo, Inspection inspection, String by) {
        write(cases.lock(afterSalesNo, null), inspection, by);
    }

    /** Every unit accepted, and none of them fit for sale. */
    public Inspection allDamaged(AfterSalesNo afterSalesNo, @Nullable String note) {
        return new Inspection(
                true,
                cases.lock(afterSalesNo, null).items().stream()
                        .map(item -> new Found(item.lineNo(), item.quantity(), item.quantity()))
                        .toList(),
                note);
    }

    private void write(AfterSale afterSale, Inspection inspection, String by) {
        if (afterSale.status() != AfterSaleStatus.INSPECTING) {
            throw new NothingToInspect();
        }
        AfterSalesNo afterSalesNo = afterSale.afterSalesNo();
        Map<Integer, Found> found = found(afterSale, inspection);
        int sent = afterSale.items().stream().mapToInt(Claimed::quantity).sum();
        int accepted = found.values().stream().mapToInt(Found::accepted).sum();
        decisions.add(
                by,
                accepted == 0 ? "RETURN_REFUSED" : "RETURN_ACCEPTED",
                afterSalesNo.value(),
                accepted + " of " + sent + (inspection.note() == null ? "" : ": " + inspection.note()));
        rows.decided(afterSalesNo, by, inspection.note());
        outbox.append(
                new ReturnInspected(afterSale.orderNo().value(), afterSalesNo.value(), accepted, sent - accepted), by);
        if (accepted == 0) {
            rows.move(afterSalesNo, AfterSaleStatus.DISPUTED, null, clock.now(), AfterSaleStatus.INSPECTING);
            disputes.disputed(afterSale, by);
            return;
        }
        Map<Integer, Integer> kept = new TreeMap<>();
        found.forEach((lineNo, units) -> kept.put(lineNo, units.accepted()));
        Claim claim = claims.keepPart(afterSale.claim(), kept);
        claim.units()
                .forEach(units -> rows.inspected(
                        afterSalesNo,
                        units,
                        found.containsKey(units.lineNo())
                                ? found.get(units.lineNo()).damaged()
                                : 0));
        rows.amount(afterSalesNo, claim.amount());
        if (afterSale.holdsReplacement()) {
            exchangeGoods.settle(afterSale, accepted, claim.amount());
        } else {
            rows.granted(afterSalesNo, claim.amount());
        }
        rows.move(afterSalesNo, AfterSaleStatus.APPROVED, null, clock.now(), AfterSaleStatus.INSPECTING);
    }

    private static Map<Integer, Found> found(AfterSale afterSale, Inspection inspection) {
        Map<Integer, Found> found = new TreeMap<>();
        if (!inspection.accepted()) {
            return found;
        }
        if (inspection.found().isEmpty()) {
            afterSale.items().forEach(item -> found.put(item.lineNo(), new Found(item.lineNo(), item.quantity(), 0)));
        }
        for (int i = 0; i < inspection.found().size(); i++) {
            Found one = inspection.found().get(i);
            int sent = afterSale.items().stream()
                    .filter(item -> item.lineNo() == one.lineNo())
                    .mapToInt(Claimed::quantity)
                    .sum();
            boolean possible = one.accepted() >= 0
                    && one.accepted() <= sent
                    && one.damaged() >= 0
                    && one.damaged() <= one.accepted();
            if (sent == 0 || !possible || found.put(one.lineNo(), one) != null) {
                throw new InvalidRequest(
                        "/items/" + i, "QUANTITY_OUT_OF_RANGE", "So many units of this line did not come back.");
            }
        }
        return found;
    }

    /** "Put back to stock": accepted units are offered again, or kept apart. */
    public void putBack(AfterSalesNo afterSalesNo) {
        cases.lock(afterSalesNo, null);
        List<AfterSaleRepository.Accepted> accepted = rows.accepted(afterSalesNo);
        receiveStock.receive(
                accepted.stream()
                        .filter(units -> units.sellable() > 0)
                        .map(units -> new StockLine(units.skuId(), units.sellable()))
                        .toList(),
                accepted.stream()
                        .filter(units -> units.damaged() > 0)
                        .map(units -> new StockLine(units.skuId(), units.damaged()))
                        .toList());
    }
}
