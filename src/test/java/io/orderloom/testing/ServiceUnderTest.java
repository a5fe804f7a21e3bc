package io.orderloom.testing;

/** A running service with the gateways it talks to, as whoever drives and checks it needs them. */
public interface ServiceUnderTest {

    Api api();

    Api sandbox();

    /** The database behind it, for checkers that never ask the service for the truth. */
    TestDatabase database();
}
