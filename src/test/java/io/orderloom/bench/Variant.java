package io.orderloom.bench;

import io.orderloom.testing.MariaDbServer;

/** One way to lead orders through their lives, on a database server of its own. */
interface Variant {

    String name();

    MariaDbServer server();

    /** A new order that nothing was done about yet. */
    Way newOrder();

    /** Lets what runs in the background run. */
    void wake();

    /** Stops what runs in the background, so that another variant has the machine. */
    void rest();

    /** One order's way, walked step by step. */
    interface Way {

        /** Whether this step can be taken now; a parcel is not signed for before its own jobs are done. */
        boolean ready(Step step);

        /** Takes the step. One that fails is taken again. */
        void take(Step step);
    }
}
