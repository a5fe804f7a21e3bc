package io.orderloom.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.SkuDirectory;
import io.orderloom.shared.SkuId;
import io.orderloom.testing.SlimContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;

/** What holds for stock on every database the service runs on. */
abstract class StockRules {

    static final Class<?>[] BEANS = {
        StockRows.class, Stock.class, ReserveStock.class, ReleaseStock.class, ShipStock.class, EverySku.class
    };

    static final SkuId TEE = new SkuId("TEE-RED-M");
    static final SkuId MUG = new SkuId("MUG-WHITE");

    /** Knows every SKU but one. */
    static class EverySku implements SkuDirectory {

        @Override
        public boolean knows(SkuId skuId) {
            return !skuId.value().equals("NOBODY-KNOWS");
        }
    }

    abstract SlimContext context();

    @BeforeEach
    void fillShelves() {
        context().transactions().executeWithoutResult(tx -> {
            context().jdbc().sql("DELETE FROM stock_reservations").update();
            context().jdbc().sql("DELETE FROM stock").update();
        });
        stock().count(TEE, 10);
        stock().count(MUG, 10);
    }

    @Test
    void aReservationHoldsUnitsWithoutTakingThemOffTheShelf() {
        reserve("ORDER001", new StockLine(TEE, 3));

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 3));
        assertThat(stock().available(List.of(TEE, MUG, new SkuId("NEW"))))
                .containsEntry(TEE, 7)
                .containsEntry(MUG, 10)
                .containsEntry(new SkuId("NEW"), 0);
    }

    @Test
    void anOrderThatLacksUnitsNamesAllOfThemAndHoldsNothing() {
        SkuId cap = new SkuId("CAP");
        stock().count(cap, 10);

        assertThatThrownBy(() ->
                        reserve("ORDER001", new StockLine(TEE, 11), new StockLine(cap, 5), new StockLine(MUG, 12)))
                .isInstanceOfSatisfying(OutOfStock.class, problem -> {
                    assertThat(problem.code()).isEqualTo("OUT_OF_STOCK");
                    assertThat(problem.members()).containsEntry("skuIds", List.of("MUG-WHITE", "TEE-RED-M"));
                });

        assertThat(stock().of(cap).reserved()).isZero();
        assertThat(release("ORDER001")).isFalse();
    }

    @Test
    void theSameSkuTwiceIsOneReservation() {
        reserve("ORDER001", new StockLine(TEE, 4), new StockLine(TEE, 2));

        assertThat(stock().of(TEE).available()).isEqualTo(4);
        assertThat(release("ORDER001")).isTrue();
        assertThat(stock().of(TEE).available()).isEqualTo(10);
    }

    @Test
    void reservingOutsideOfTheOrdersTransactionIsRefused() {
        assertThatThrownBy(() -> context()
                        .get(ReserveStock.class)
                        .reserve(new OrderNo("ORDER001"), List.of(new StockLine(TEE, 1))))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void releasingTwiceGivesBackOnce() {
        reserve("ORDER001", new StockLine(TEE, 3));
        reserve("ORDER002", new StockLine(TEE, 2));

        assertThat(release("ORDER001")).isTrue();
        assertThat(release("ORDER001")).isFalse();

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 2));
    }

    @Test
    void parcelsTakeExactlyWhatTheyShipAndTheRestCanBeReleased() {
        reserve("ORDER001", new StockLine(TEE, 3), new StockLine(MUG, 1));

        ship("ORDER001", new StockLine(TEE, 2));
        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 8, 1));
        assertThat(stock().of(MUG)).isEqualTo(new StockLevel(MUG, 10, 1));

        assertThat(release("ORDER001")).isTrue();
        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 8, 0));
        assertThat(stock().of(MUG)).isEqualTo(new StockLevel(MUG, 10, 0));
    }

    @Test
    void moreThanTheOrderHoldsCannotShip() {
        reserve("ORDER001", new StockLine(TEE, 2));
        ship("ORDER001", new StockLine(TEE, 1));

        assertThatThrownBy(() -> ship("ORDER001", new StockLine(TEE, 2))).isInstanceOf(NotReserved.class);
        assertThatThrownBy(() -> ship("ORDER001", new StockLine(MUG, 1))).isInstanceOf(NotReserved.class);

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 9, 1));
    }

    @Test
    void whatWasReleasedCannotShip() {
        reserve("ORDER001", new StockLine(TEE, 2));
        release("ORDER001");

        assertThatThrownBy(() -> ship("ORDER001", new StockLine(TEE, 1))).isInstanceOf(NotReserved.class);
    }

    @Test
    void whatATransactionGivesBackIsThereForItsOwnNextStep() {
        reserve("ORDER001", new StockLine(TEE, 10));

        context().transactions().executeWithoutResult(tx -> {
            release("ORDER001");
            assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 0));
            reserve("ORDER002", new StockLine(TEE, 10));
            ship("ORDER002", new StockLine(TEE, 4));
            release("ORDER002");
            assertThat(stock().available(List.of(TEE))).containsEntry(TEE, 6);
        });

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 6, 0));
    }

    @Test
    void aTransactionThatGivesBackAndShipsSeveralTimesEndsWithTheSumOfIt() {
        reserve("ORDER001", new StockLine(TEE, 3), new StockLine(MUG, 2));
        reserve("ORDER002", new StockLine(TEE, 4));

        context().transactions().executeWithoutResult(tx -> {
            ship("ORDER001", new StockLine(TEE, 1));
            ship("ORDER002", new StockLine(TEE, 1));
            release("ORDER001");
        });

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 8, 3));
        assertThat(stock().of(MUG)).isEqualTo(new StockLevel(MUG, 10, 0));
    }

    @Test
    void whatATransactionWasToGiveBackStaysHeldWhenItFails() {
        reserve("ORDER001", new StockLine(TEE, 3));

        context().transactions().executeWithoutResult(tx -> {
            release("ORDER001");
            tx.setRollbackOnly();
        });

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 3));
        assertThat(release("ORDER001")).isTrue();
    }

    @Test
    void othersBuyOfASkuWhileAnOrderThatGivesItBackIsStillAtWork() {
        reserve("ORDER001", new StockLine(TEE, 3));

        context().transactions().executeWithoutResult(tx -> {
            release("ORDER001");
            CompletableFuture.runAsync(() -> reserve("ORDER002", new StockLine(TEE, 7)))
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();
        });

        assertThat(stock().of(TEE)).isEqualTo(new StockLevel(TEE, 10, 7));
    }

    @Test
    void aCountBelowWhatOrdersHoldIsRefused() {
        reserve("ORDER001", new StockLine(TEE, 6));

        assertThatThrownBy(() -> stock().count(TEE, 5)).isInstanceOf(StockBelowReserved.class);
        assertThat(stock().count(TEE, 6)).isEqualTo(new StockLevel(TEE, 6, 6));
    }

    @Test
    void aSkuThatTheShopDoesNotHaveHasNoStock() {
        assertThatThrownBy(() -> stock().count(new SkuId("NOBODY-KNOWS"), 1)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stock().of(new SkuId("NOBODY-KNOWS"))).isInstanceOf(NotFound.class);
        assertThat(stock().of(new SkuId("NOT-COUNTED-YET")).onHand()).isZero();
    }

    @Test
    void skuIdsDifferByCase() {
        stock().count(new SkuId("tee-red-m"), 1);

        assertThat(stock().of(TEE).onHand()).isEqualTo(10);
        assertThat(stock().of(new SkuId("tee-red-m")).onHand()).isEqualTo(1);
    }

    Stock stock() {
        return context().get(Stock.class);
    }

    void reserve(String orderNo, StockLine... lines) {
        context().transactions().executeWithoutResult(tx -> context()
                .get(ReserveStock.class)
                .reserve(new OrderNo(orderNo), List.of(lines)));
    }

    boolean release(String orderNo) {
        return context().get(ReleaseStock.class).release(new OrderNo(orderNo));
    }

    void ship(String orderNo, StockLine... lines) {
        context()
                .transactions()
                .executeWithoutResult(tx -> context().get(ShipStock.class).ship(new OrderNo(orderNo), List.of(lines)));
    }
}
