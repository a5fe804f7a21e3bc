package io.orderloom.order.risk;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.DecisionLog;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.shared.UtcTime;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Blocks shoppers and addresses, and lets them buy again. Holds for orders placed afterwards. */
@Service
public class BlockBuyers {

    private static final Pattern MARK = Pattern.compile("[0-9a-f]{32}");
    /** Fewer letters name a town at best, and a whole town is not to be blocked by a slip. */
    private static final int SHORTEST_ADDRESS = 8;

    private final BlockRows rows;
    private final RiskMarks marks;
    private final DecisionLog decisions;
    private final BusinessClock clock;

    BlockBuyers(BlockRows rows, RiskMarks marks, DecisionLog decisions, BusinessClock clock) {
        this.rows = rows;
        this.marks = marks;
        this.decisions = decisions;
        this.clock = clock;
    }

    /**
     * Whom or what a block is about.
     *
     * @param subject the shopper's id or the address's mark
     * @param orderNo the order that names the address, if it is named so
     */
    public record Subject(
            BlockKind kind, String subject, @Nullable OrderNo orderNo) {}

    /** A page of blocks. */
    public record Found(List<Block> blocks, long total) {}

    public Subject shopper(ShopperId shopper) {
        return new Subject(BlockKind.SHOPPER, shopper.value(), null);
    }

    /** The address that an order goes to. */
    public Subject addressOf(OrderNo orderNo, ShippingAddress address) {
        String mark = marks.address(address);
        if (mark == null) {
            throw new NotFound();
        }
        return new Subject(BlockKind.ADDRESS, mark, orderNo);
    }

    /**
     * An address by its mark, as the list shows it, or as text in one piece from the province to the door.
     *
     * @throws NotFound when the text is too short to name a place
     */
    public Subject address(String markOrText) {
        if (MARK.matcher(markOrText).matches()) {
            return new Subject(BlockKind.ADDRESS, markOrText, null);
        }
        if (RiskMarks.plain(markOrText)
                        .codePointCount(0, RiskMarks.plain(markOrText).length())
                < SHORTEST_ADDRESS) {
            throw new NotFound();
        }
        return new Subject(BlockKind.ADDRESS, marks.place(markOrText), null);
    }

    /** Blocks, in the running transaction. Repeating it changes nothing: the first note stays. */
    public Block block(Subject subject, @Nullable String note, String by) {
        Block block =
                new Block(subject.kind(), subject.subject(), subject.orderNo(), note, by, UtcTime.stored(clock.now()));
        if (!rows.insert(block)) {
            return rows.find(subject.kind(), subject.subject()).orElse(block);
        }
        decisions.add(by, "BLOCK_" + subject.kind(), subject.subject(), note);
        return block;
    }

    /** Lets buy again, in the running transaction. Repeating it changes nothing. */
    public void unblock(Subject subject, String by) {
        if (rows.delete(subject.kind(), subject.subject())) {
            decisions.add(by, "UNBLOCK_" + subject.kind(), subject.subject(), null);
        }
    }

    /** Blocks, newest first; of every kind when none is named. */
    public Found page(@Nullable BlockKind kind, int offset, int size) {
        return new Found(rows.page(kind, offset, size), rows.count(kind));
    }
}
