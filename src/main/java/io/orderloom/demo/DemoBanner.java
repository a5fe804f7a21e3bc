package io.orderloom.demo;

import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says, once everything is up, where to look and how to place a first order. */
@Component
@OnlyInDemo
class DemoBanner {

    private static final Logger LOG = LoggerFactory.getLogger(DemoBanner.class);

    private static final String FIRST_SKU = "TEE-RED-M";

    private final DemoAddresses addresses;

    DemoBanner(DemoAddresses addresses) {
        this.addresses = addresses;
    }

    @EventListener(ApplicationReadyEvent.class)
    void show() {
        LOG.info("{}", text());
    }

    /** The order is one line, so that it can be pasted into any shell with curl. */
    String text() {
        return """
                Orderloom is ready. 织单已就绪。

                  shop 商店            %s
                  cashier 收银台       %s
                  Cockpit 流程后台     %s
                  API 接口文档         %s
                  users 账号           %s (password 密码 = name 用户名)
                  shoppers 顾客        alice, bob, carol

                Place an order 下一单:

                curl -s -X POST %s/api/v1/orders -u demo-shop:demo-shop -H 'X-Shopper-Id: alice' \
                -H "Idempotency-Key: first-$(date +%%s)" -H 'Content-Type: application/json' \
                -d '{"items":[{"skuId":"%s","quantity":1}],"deliveryMethod":"PICKUP"}'
                """.formatted(
                        addresses.shop(),
                        addresses.cashier(),
                        addresses.cockpit(),
                        addresses.apiDocs(),
                        addresses.users().stream().collect(Collectors.joining(", ")),
                        addresses.service(),
                        FIRST_SKU);
    }
}
