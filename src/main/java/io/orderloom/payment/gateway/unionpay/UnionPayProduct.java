package io.orderloom.payment.gateway.unionpay;

import io.orderloom.payment.Scene;

/**
 * UnionPay's products, by the scene that they serve. Queries and refunds name the product of the payment.
 *
 * @param bizType 000201 is the gateway's page and app control, 000000 codes
 * @param channelType 08 is a phone
 */
record UnionPayProduct(String bizType, String channelType) {

    private static final UnionPayProduct GATEWAY = new UnionPayProduct("000201", "08");
    private static final UnionPayProduct CODE = new UnionPayProduct("000000", "08");

    static UnionPayProduct of(Scene scene) {
        return scene == Scene.NATIVE ? CODE : GATEWAY;
    }
}
