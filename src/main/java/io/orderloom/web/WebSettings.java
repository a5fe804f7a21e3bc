package io.orderloom.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the HTTP API.
 *
 * @param jsonLimit the largest JSON body
 * @param uploadLimit the largest body of any other kind (pictures, CSV, models)
 */
@ConfigurationProperties("orderloom.web")
record WebSettings(
        @DefaultValue("1MB") DataSize jsonLimit,
        @DefaultValue("6MB") DataSize uploadLimit,
        @DefaultValue Idempotency idempotency,
        @DefaultValue RateLimit rateLimit) {

    /**
     * How long answers are kept and twins wait.
     *
     * @param keep how long an answer can be replayed, on the business clock, rounded up to whole days
     * @param patience how long a twin waits for the first, whole seconds
     * @param lease how long a call to the outside may take before its twin takes it over; well above the
     *     slowest gateway's timeout
     */
    record Idempotency(
            @DefaultValue("7d") Duration keep,
            @DefaultValue("5s") Duration patience,
            @DefaultValue("30s") Duration lease) {}

    /**
     * Token buckets, in requests.
     *
     * @param enabled off only for measurements
     * @param shopperWrites of one shopper, anything but reading
     * @param shopperReads of one shopper
     * @param program of one key that acts for no shopper, or of one member of staff
     * @param address of one network address without credentials
     * @param refusedNotifications of one network address: notifications that were refused; when too many were, the
     *     address gets 429 until it waited
     */
    record RateLimit(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Bucket shopperWrites,
            @DefaultValue Bucket shopperReads,
            @DefaultValue Bucket program,
            @DefaultValue Bucket address,
            @DefaultValue Bucket refusedNotifications) {

        private static final Bucket SHOPPER_WRITES = new Bucket(600, 5);
        private static final Bucket SHOPPER_READS = new Bucket(3000, 100);
        private static final Bucket PROGRAM = new Bucket(6000, 300);
        private static final Bucket ADDRESS = new Bucket(600, 20);
        private static final Bucket REFUSED_NOTIFICATIONS = new Bucket(200, 5);

        RateLimit {
            shopperWrites = shopperWrites.or(SHOPPER_WRITES);
            shopperReads = shopperReads.or(SHOPPER_READS);
            program = program.or(PROGRAM);
            address = address.or(ADDRESS);
            refusedNotifications = refusedNotifications.or(REFUSED_NOTIFICATIONS);
        }
    }

    /**
     * One bucket.
     *
     * @param burst how many requests at once; 0 takes the default
     * @param perSecond how many more each second; 0 takes the default
     */
    record Bucket(
            @DefaultValue("0") int burst, @DefaultValue("0") int perSecond) {

        private Bucket or(Bucket other) {
            return new Bucket(burst == 0 ? other.burst : burst, perSecond == 0 ? other.perSecond : perSecond);
        }
    }
}
