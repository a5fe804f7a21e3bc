package io.orderloom.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** What an attacker would like to run: a building block, so that nothing but the guards stands before it. */
@BuildingBlock
public class Canary {

    static final AtomicInteger SONGS = new AtomicInteger();

    /** A moment that a query would take. */
    public java.sql.Timestamp sing() {
        SONGS.incrementAndGet();
        return new java.sql.Timestamp(0);
    }
}
