package io.orderloom.web;

import io.orderloom.shared.NotFound;
import io.orderloom.shared.SkuId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Routes of every kind, for probing. */
@RestController
@RequestMapping("/api/v1/probe")
@Roles({Role.SHOPPER, Role.SHOP})
@ConditionalOnProperty("orderloom.test.probe")
public class ProbeController {

    volatile Supplier<ResponseEntity<?>> once = () -> created(Map.of());
    volatile Supplier<String> intent = () -> "1";
    volatile BiFunction<String, IdempotentRequests.Completion, ResponseEntity<?>> effect =
            (number, completion) -> created(Map.of());

    private final IdempotentRequests requests;

    ProbeController(IdempotentRequests requests) {
        this.requests = requests;
    }

    enum Channel {
        WECHAT_PAY,
        ALIPAY
    }

    record Line(@NotNull SkuId skuId, @Min(1) @Max(999) int quantity) {}

    record Basket(
            @NotEmpty List<@Valid Line> items,
            @Nullable String remark,
            @Nullable Channel channel,
            @Nullable Boolean gift) {}

    @PostMapping("/baskets")
    Map<String, Object> basket(@Valid @RequestBody Basket basket) {
        Map<String, Object> answer = new HashMap<>();
        answer.put("remark", basket.remark());
        answer.put("lines", basket.items().size());
        return answer;
    }

    @GetMapping("/caller")
    Map<String, String> caller(Caller caller) {
        return Map.of("shopper", caller.requireShopper().value(), "actor", caller.actor(), "owner", caller.owner());
    }

    @GetMapping("/staff")
    @Roles({Role.OPS, Role.SERVICE})
    Map<String, String> staff(Caller caller) {
        return Map.of("actor", caller.actor());
    }

    @GetMapping("/pages")
    Page<String> page(PageRequest page, @RequestParam(name = "status", required = false) @Nullable Channel status) {
        return Page.of(page, List.of(), 0);
    }

    @GetMapping("/broken")
    String broken() {
        throw new IllegalStateException("jdbc:mariadb://secret-inside");
    }

    @GetMapping("/absent")
    String absent() {
        throw new NotFound();
    }

    @GetMapping("/open")
    @OpenRoute("to probe an open route")
    Map<String, String> open() {
        return Map.of("open", "yes");
    }

    @PostMapping({"/once", "/once-elsewhere"})
    ResponseEntity<?> once(IdempotencyKey key, @RequestBody Map<String, Object> body) {
        return requests.once(key, () -> once.get());
    }

    @PostMapping("/resumable")
    ResponseEntity<?> resumable(IdempotencyKey key, @RequestBody Map<String, Object> body) {
        return requests.resumable(key, () -> intent.get(), (number, completion) -> effect.apply(number, completion));
    }

    static ResponseEntity<?> created(Object body) {
        return ResponseEntity.created(URI.create("/api/v1/probe/things/1")).body(body);
    }

    /** A route whose author forgot to say who may call it. */
    @RestController
    @ConditionalOnProperty("orderloom.test.probe")
    static class Forgotten {

        @GetMapping("/api/v1/forgotten")
        String forgotten() {
            return "open to nobody";
        }
    }
}
