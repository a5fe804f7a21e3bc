package io.orderloom.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final long DEAREST_LINE = 100_000_000L * 999;

    @Test
    void theLargestRemainderGetsTheFenThatIsLeft() {
        assertThat(Shares.split(3_000, new long[] {19_800, 5_001})).containsExactly(2_395, 605);
    }

    @Test
    void equalRemaindersFavourTheFirst() {
        assertThat(Shares.split(2, new long[] {10, 10, 10})).containsExactly(1, 1, 0);
    }

    @Test
    void moreThanThereIsCannotBeSplit() {
        assertThatThrownBy(() -> Shares.split(31, new long[] {10, 20})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.split(-1, new long[] {10, 20})).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void sharesAddUpAndStayBetweenNothingAndTheLine(
            @ForAll @Size(min = 1, max = 100) List<@LongRange(min = 0, max = DEAREST_LINE) Long> lines,
            @ForAll @DoubleRange(min = 0, max = 1) double part) {
        long[] values = lines.stream().mapToLong(Long::longValue).toArray();
        long amount = (long) (Arrays.stream(values).sum() * part);

        long[] shares = Shares.split(amount, values);

        assertThat(Arrays.stream(shares).sum()).isEqualTo(amount);
        for (int i = 0; i < values.length; i++) {
            assertThat(shares[i]).isBetween(0L, values[i]);
        }
    }

    @Property
    void noShareIsAFullFenAwayFromItsProportion(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 1, max = 1_000_000) Long> lines,
            @ForAll @DoubleRange(min = 0, max = 1) double part) {
        long[] values = lines.stream().mapToLong(Long::longValue).toArray();
        long total = Arrays.stream(values).sum();
        long amount = (long) (total * part);

        long[] shares = Shares.split(amount, values);

        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(shares[i] * total - amount * values[i])).isLessThan(total);
        }
    }
}
