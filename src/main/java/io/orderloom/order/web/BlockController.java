package io.orderloom.order.web;

import io.orderloom.customer.ShippingAddress;
import io.orderloom.engine.Transactions;
import io.orderloom.order.DeliveryDetails;
import io.orderloom.order.Order;
import io.orderloom.order.Orders;
import io.orderloom.order.risk.Block;
import io.orderloom.order.risk.BlockBuyers;
import io.orderloom.order.risk.BlockBuyers.Subject;
import io.orderloom.order.risk.BlockKind;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.MalformedRequest;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whom and where the shop does not sell to. */
@RestController
@RequestMapping("/ops/v1/blocks")
@Roles(Role.OPS)
class BlockController {

    private static final int LONGEST_NOTE = 200;
    private static final int LONGEST_ADDRESS = 400;
    private static final Pattern SHOPPER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final BlockBuyers blockBuyers;
    private final Orders orders;
    private final DeliveryDetails deliveryDetails;
    private final Transactions transactions;

    BlockController(
            BlockBuyers blockBuyers, Orders orders, DeliveryDetails deliveryDetails, Transactions transactions) {
        this.blockBuyers = blockBuyers;
        this.orders = orders;
        this.deliveryDetails = deliveryDetails;
        this.transactions = transactions;
    }

    /** Why; may be left out. */
    record BlockRequest(@Nullable String note) {}

    /**
     * A block.
     *
     * @param value the shopper's id, or the address's mark: nobody can read the address by it
     * @param orderNo the order by which the address was named, if it was
     */
    record BlockView(
            String kind,
            String value,
            @Nullable String orderNo,
            @Nullable String note,
            String blockedBy,
            Instant blockedAt) {

        static BlockView of(Block block) {
            return new BlockView(
                    block.kind().name(),
                    block.subject(),
                    block.orderNo() == null ? null : block.orderNo().value(),
                    block.note(),
                    block.by(),
                    block.at());
        }
    }

    @GetMapping
    Page<BlockView> list(@RequestParam(required = false) @Nullable String kind, PageRequest page) {
        BlockKind only =
                kind == null ? null : kind(kind).orElseThrow(() -> new MalformedRequest("kind is shopper or address."));
        BlockBuyers.Found found = blockBuyers.page(only, (int) page.offset(), page.size());
        return Page.of(page, found.blocks(), found.total()).map(BlockView::of);
    }

    @PutMapping("/{kind}/{value}")
    BlockView block(
            @PathVariable String kind,
            @PathVariable String value,
            @RequestBody(required = false) @Nullable BlockRequest request,
            Caller caller) {
        String note = request == null ? null : request.note();
        if (note != null && note.length() > LONGEST_NOTE) {
            throw new InvalidRequest("/note", "TEXT_TOO_LONG", "At most 200 characters fit here.");
        }
        Subject subject = subject(kind, value);
        return BlockView.of(transactions.run(() -> blockBuyers.block(subject, note, caller.actor())));
    }

    @DeleteMapping("/{kind}/{value}")
    ResponseEntity<Void> unblock(@PathVariable String kind, @PathVariable String value, Caller caller) {
        Subject subject = subject(kind, value);
        transactions.run(() -> {
            blockBuyers.unblock(subject, caller.actor());
            return true;
        });
        return ResponseEntity.noContent().build();
    }

    private Subject subject(String kind, String value) {
        return switch (kind(kind).orElseThrow(NotFound::new)) {
            case SHOPPER -> {
                if (!SHOPPER.matcher(value).matches()) {
                    throw new NotFound();
                }
                yield blockBuyers.shopper(new ShopperId(value));
            }
            case ADDRESS -> address(value);
        };
    }

    /** An order's number names the address it goes to; anything else is a mark or the address itself. */
    private Subject address(String value) {
        if (value.length() > LONGEST_ADDRESS) {
            throw new NotFound();
        }
        Optional<Order> order = BusinessNumbers.isNumber(value) ? orders.seek(new OrderNo(value)) : Optional.empty();
        if (order.isEmpty()) {
            return blockBuyers.address(value);
        }
        OrderNo orderNo = order.get().orderNo();
        ShippingAddress address = deliveryDetails.address(orderNo).orElseThrow(NotFound::new);
        return blockBuyers.addressOf(orderNo, address);
    }

    private static Optional<BlockKind> kind(String text) {
        return switch (text) {
            case "shopper" -> Optional.of(BlockKind.SHOPPER);
            case "address" -> Optional.of(BlockKind.ADDRESS);
            default -> Optional.empty();
        };
    }
}
