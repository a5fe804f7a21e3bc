package io.orderloom.shared;

/**
 * The one lock of an order. Whoever writes a fact about an order, or lets its process enter or leave
 * a wait, holds it from before the first write until the commit.
 */
public interface OrderLock {

    /**
     * Locks the order's row until the running transaction ends.
     *
     * @return whether the order exists
     */
    boolean lock(OrderNo orderNo);

    /** Notes on the order that telling a fact about it was put off, in the running transaction. */
    default void tellingPutOff(OrderNo orderNo) {}

    /**
     * Whether telling a fact about the order may have been put off.
     *
     * @return false only when the running transaction holds the lock and has read that it never was
     */
    default boolean mayHavePutOff(OrderNo orderNo) {
        return true;
    }
}
