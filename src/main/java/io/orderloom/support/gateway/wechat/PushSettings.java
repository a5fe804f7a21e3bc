package io.orderloom.support.gateway.wechat;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By what the shop knows WeChat's pushes, as set on WeChat's page of the mini-program ("消息推送").
 *
 * @param appId the mini-program's id, which every encrypted push names
 * @param push token, key and mode; without a token nothing is taken
 */
@ConfigurationProperties("orderloom.mini-program")
record PushSettings(
        @DefaultValue("") String appId, @DefaultValue Push push) {

    /**
     * @param token 3 to 32 letters and digits
     * @param encodingAesKey 43 letters and digits
     * @param plaintext whether pushes that are not encrypted are taken, too; their signature does not cover what they
     *     say, so whoever sees one can forge others for five minutes
     */
    record Push(
            @DefaultValue("") String token,
            @DefaultValue("") String encodingAesKey,
            @DefaultValue("false") boolean plaintext) {

        /** Shows nothing secret. */
        @Override
        public String toString() {
            return "Push[plaintext=" + plaintext + "]";
        }
    }
}
