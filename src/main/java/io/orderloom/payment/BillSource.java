package io.orderloom.payment;

import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Where a gateway's daily bills come from, in one vocabulary for all gateways. Days are those of Beijing. */
public interface BillSource {

    Channel channel();

    /**
     * What a gateway's "there is no such bill" stands for when it says the same of a day on which nothing happened
     * and of one whose bill it has not made yet. Our own books tell the two apart.
     */
    Bill NONE = reader -> {};

    /** When the first payment happened that the day's bill may list; it ends where the next day's begins. */
    default Instant begins(LocalDate day) {
        return day.atStartOfDay(ReconcileDay.BEIJING).toInstant();
    }

    /**
     * Fetches the day's bill into files of the directory, whole and with its hash checked.
     *
     * @return {@code Pending} while the gateway has not made it yet; an empty bill when it says for certain that
     *     nothing happened, {@link #NONE} when that is not certain; {@code Unknown} when it does not come, or not as
     *     a bill should: whatever is wrong with it, it is fetched again
     * @throws IOException when the directory cannot be written
     */
    Outcome<Bill> fetch(LocalDate day, Path directory) throws IOException;

    /** A fetched bill. */
    interface Bill {

        /**
         * Reads it line by line, however long it is.
         *
         * @throws IOException when a file cannot be read, or a line is not understood
         */
        void read(Reader reader) throws IOException;
    }

    /** Takes the lines of a bill. */
    interface Reader {

        /** A line of the list of trades. */
        void trade(Line line);

        /** A movement of the merchant's account, where the gateway lists these too. */
        void movement(Kind kind, String number, long amountFen);
    }

    /** What a line is about. */
    enum Kind {
        CHARGE,
        REFUND
    }

    /**
     * One thing that moved money.
     *
     * @param number ours: of the payment or of the refund
     * @param paymentNo ours, of the payment, for a refund too; null where the bill does not tell
     * @param amountFen what was paid or goes back, never negative
     * @param feeFen what the gateway kept, negative for what it gave back
     */
    record Line(Kind kind, String number, @Nullable String paymentNo, long amountFen, long feeFen) {}
}
