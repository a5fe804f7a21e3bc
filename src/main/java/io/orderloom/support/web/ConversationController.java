package io.orderloom.support.web;

import io.orderloom.engine.Transactions;
import io.orderloom.shared.OrderNo;
import io.orderloom.shared.ShopperId;
import io.orderloom.support.Conversation;
import io.orderloom.support.ConversationId;
import io.orderloom.support.Conversations;
import io.orderloom.support.Converse;
import io.orderloom.support.Message;
import io.orderloom.support.MessageText;
import io.orderloom.support.OrdersTalkedAbout;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Conversations: begun by shoppers, answered by customer service. */
@RestController
@RequestMapping("/api/v1/conversations")
class ConversationController {

    private final Converse converse;
    private final Conversations conversations;
    private final OrdersTalkedAbout orders;
    private final Transactions transactions;
    private final IdempotentRequests idempotent;

    ConversationController(
            Converse converse,
            Conversations conversations,
            OrdersTalkedAbout orders,
            Transactions transactions,
            IdempotentRequests idempotent) {
        this.converse = converse;
        this.conversations = conversations;
        this.orders = orders;
        this.transactions = transactions;
        this.idempotent = idempotent;
    }

    /** What a shopper asks, and about which order, if it is about one. */
    record BeginRequest(@Nullable String orderNo, @Nullable String text) {}

    /** What somebody writes. */
    record MessageRequest(@Nullable String text) {}

    /** A conversation as the API shows it; the order beside it is for staff. */
    record ConversationView(
            String conversationId,
            @Nullable String orderNo,
            String shopperId,
            String status,
            int messages,
            int unread,
            Instant openedAt,
            Instant lastMessageAt,
            @Nullable OrderBeside order) {}

    /** A message as the API shows it. */
    record MessageView(
            int messageNo,
            String author,
            String by,
            String channel,
            @Nullable String text,
            @Nullable String delivery,
            Instant sentAt) {

        static MessageView of(Message message, boolean forStaff) {
            Message.Delivery delivery = message.delivery();
            boolean named = forStaff || message.author() == Message.Author.SHOPPER;
            return new MessageView(
                    message.seq(),
                    message.author().name(),
                    named ? message.actor() : "staff",
                    message.way().name(),
                    message.text(),
                    delivery == null || !forStaff ? null : delivery.name(),
                    message.sentAt());
        }
    }

    @PostMapping
    @Roles({Role.SHOPPER, Role.SHOP})
    ResponseEntity<?> begin(@RequestBody BeginRequest request, Caller caller, Optional<IdempotencyKey> key) {
        ShopperId shopper = caller.requireShopper();
        String text = MessageText.of(request.text(), "/text", MessageText.LONGEST_OF_SHOPPER);
        OrderNo orderNo = request.orderNo() == null ? null : OrderNo.orNotFound(request.orderNo());
        return once(key, () -> {
            ConversationView begun = view(converse.begin(shopper, orderNo, text), false);
            return ResponseEntity.created(URI.create("/api/v1/conversations/" + begun.conversationId()))
                    .body(begun);
        });
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    Page<ConversationView> list(
            @RequestParam(defaultValue = "OPEN") Conversation.Status status, PageRequest page, Caller caller) {
        int offset = (int) page.offset();
        Conversations.Found found = caller.isStaff()
                ? conversations.at(status, offset, page.size())
                : conversations.of(caller.requireShopper(), offset, page.size());
        return Page.of(page, found.conversations(), found.total()).map(one -> view(one, caller.isStaff()));
    }

    @GetMapping("/{conversationId}")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    ConversationView find(@PathVariable String conversationId, Caller caller) {
        return view(conversations.find(ConversationId.orNotFound(conversationId), shopperOf(caller)), caller.isStaff());
    }

    @GetMapping("/{conversationId}/messages")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    Page<MessageView> messages(@PathVariable String conversationId, PageRequest page, Caller caller) {
        Conversation conversation = conversations.find(ConversationId.orNotFound(conversationId), shopperOf(caller));
        List<Message> found = conversations.messages(conversation, (int) page.offset(), page.size());
        if (!caller.isStaff() && !found.isEmpty()) {
            conversations.readByShopper(
                    conversation, found.get(found.size() - 1).seq());
        }
        return Page.of(page, found, conversation.messages()).map(one -> MessageView.of(one, caller.isStaff()));
    }

    @PostMapping("/{conversationId}/messages")
    @Roles({Role.SHOPPER, Role.SHOP, Role.SERVICE})
    ResponseEntity<?> write(
            @PathVariable String conversationId,
            @RequestBody MessageRequest request,
            Caller caller,
            Optional<IdempotencyKey> key) {
        ConversationId id = ConversationId.orNotFound(conversationId);
        ShopperId shopper = shopperOf(caller);
        conversations.find(id, shopper);
        String text = MessageText.of(
                request.text(),
                "/text",
                shopper == null ? MessageText.LONGEST_OF_STAFF : MessageText.LONGEST_OF_SHOPPER);
        return once(key, () -> ResponseEntity.status(HttpStatus.CREATED)
                .body(MessageView.of(converse.write(id, shopper, caller.actor(), text), caller.isStaff())));
    }

    /** A key is welcome, and not asked for: a message more does no harm that a person could not see. */
    private ResponseEntity<?> once(Optional<IdempotencyKey> key, Supplier<ResponseEntity<?>> unit) {
        return key.<ResponseEntity<?>>map(given -> idempotent.once(given, unit))
                .orElseGet(() -> transactions.run(unit));
    }

    private ConversationView view(Conversation conversation, boolean forStaff) {
        OrderNo orderNo = conversation.orderNo();
        return new ConversationView(
                conversation.id().value(),
                orderNo == null ? null : orderNo.value(),
                conversation.shopper().value(),
                conversation.status().name(),
                conversation.messages(),
                conversation.messages() - conversation.readUpTo(),
                conversation.openedAt(),
                conversation.lastMessageAt(),
                forStaff && orderNo != null
                        ? orders.find(orderNo).map(OrderBeside::of).orElse(null)
                        : null);
    }

    private static @Nullable ShopperId shopperOf(Caller caller) {
        return caller.isStaff() ? null : caller.requireShopper();
    }
}
