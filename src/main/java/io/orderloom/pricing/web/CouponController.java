package io.orderloom.pricing.web;

import io.orderloom.pricing.Coupon;
import io.orderloom.pricing.CouponId;
import io.orderloom.pricing.CouponTemplate;
import io.orderloom.pricing.Coupons;
import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Money;
import io.orderloom.shared.ShopperId;
import io.orderloom.web.Caller;
import io.orderloom.web.IdempotencyKey;
import io.orderloom.web.IdempotentRequests;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A shopper's coupons, and how merchants make and hand them out. */
@RestController
@RequestMapping("/api/v1/coupons")
class CouponController {

    private static final long MAX_FEN = 100_000_000;
    private static final Instant LAST_DAY = Instant.parse("2200-01-01T00:00:00Z");

    /**
     * @param amountFen what it takes off
     * @param thresholdFen goods value from which it applies
     * @param combinable whether it goes together with other combinable coupons; false when absent
     * @param validFrom now when absent
     * @param validUntil the first moment at which it no longer applies
     */
    record TemplateRequest(
            @NotBlank @Size(max = 120) String name,
            @Nullable @Size(max = 120) String nameEn,
            @NotNull @Min(1) @Max(MAX_FEN) Long amountFen,
            @NotNull @Min(0) @Max(MAX_FEN) Long thresholdFen,
            @Nullable Boolean combinable,
            @Nullable Instant validFrom,
            @NotNull Instant validUntil) {}

    /** A template as the API shows it. */
    record TemplateView(
            String templateId,
            String name,
            String nameEn,
            long amountFen,
            long thresholdFen,
            boolean combinable,
            Instant validFrom,
            Instant validUntil) {}

    /** @param count coupons for each shopper; 1 when absent */
    record GrantRequest(
            @NotEmpty @Size(max = 100) List<@NotBlank @Size(max = 64) String> shopperIds,
            @Nullable @Min(1) @Max(100) Integer count) {}

    /** The coupons that were handed out. */
    record Granted(List<String> couponIds) {}

    /**
     * A coupon as the API shows it.
     *
     * @param usable whether it can be used now, goods permitting
     * @param code why not; null when usable
     */
    record View(
            String couponId,
            String name,
            String nameEn,
            long amountFen,
            long thresholdFen,
            boolean combinable,
            Instant validFrom,
            Instant validUntil,
            String status,
            @Nullable String orderNo,
            boolean usable,
            @Nullable String code) {

        static View of(Coupon coupon, Instant now) {
            String refusal = coupon.refusalAt(now).map(Enum::name).orElse(null);
            return new View(
                    coupon.couponId().value(),
                    coupon.name(),
                    coupon.nameEn(),
                    coupon.amount().fen(),
                    coupon.threshold().fen(),
                    coupon.combinable(),
                    coupon.validFrom(),
                    coupon.validUntil(),
                    coupon.status().name(),
                    coupon.orderNo(),
                    refusal == null,
                    refusal);
        }
    }

    private final Coupons coupons;
    private final BusinessNumbers numbers;
    private final BusinessClock clock;
    private final IdempotentRequests idempotent;

    CouponController(Coupons coupons, BusinessNumbers numbers, BusinessClock clock, IdempotentRequests idempotent) {
        this.coupons = coupons;
        this.numbers = numbers;
        this.clock = clock;
        this.idempotent = idempotent;
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP})
    Page<View> mine(Caller caller, PageRequest page) {
        ShopperId shopper = caller.requireShopper();
        Instant now = clock.now();
        List<View> items = coupons.of(shopper, page.page(), page.size()).stream()
                .map(coupon -> View.of(coupon, now))
                .toList();
        return Page.of(page, items, coupons.count(shopper));
    }

    @PostMapping
    @Roles(Role.MERCHANT)
    @ResponseStatus(HttpStatus.CREATED)
    TemplateView make(@Valid @RequestBody TemplateRequest request) {
        Instant from = request.validFrom() == null ? clock.now() : request.validFrom();
        if (!from.isBefore(request.validUntil())
                || request.validUntil().isAfter(LAST_DAY)
                || from.isBefore(Instant.EPOCH)) {
            throw new InvalidRequest(
                    "/validUntil", "OUT_OF_RANGE", "The coupon would never be valid, or for too long.");
        }
        CouponTemplate template = new CouponTemplate(
                numbers.next(),
                request.name().strip(),
                request.nameEn() == null ? "" : request.nameEn().strip(),
                Money.ofFen(request.amountFen()),
                Money.ofFen(request.thresholdFen()),
                Boolean.TRUE.equals(request.combinable()),
                from,
                request.validUntil());
        coupons.make(template);
        return new TemplateView(
                template.templateId(),
                template.name(),
                template.nameEn(),
                template.amount().fen(),
                template.threshold().fen(),
                template.combinable(),
                template.validFrom(),
                template.validUntil());
    }

    @PostMapping("/{templateId}/grants")
    @Roles(Role.MERCHANT)
    ResponseEntity<?> grant(
            @PathVariable String templateId, @Valid @RequestBody GrantRequest request, IdempotencyKey key) {
        List<ShopperId> shoppers =
                request.shopperIds().stream().distinct().map(ShopperId::new).toList();
        int each = request.count() == null ? 1 : request.count();
        return idempotent.once(key, () -> ResponseEntity.status(HttpStatus.CREATED)
                .body(new Granted(coupons.grant(templateId, shoppers, each).stream()
                        .map(CouponId::value)
                        .toList())));
    }
}
