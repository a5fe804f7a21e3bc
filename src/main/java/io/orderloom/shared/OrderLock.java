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
}
