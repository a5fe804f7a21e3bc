package io.orderloom.fulfilment.gateway.wechat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What telling WeChat of parcels needs of the shop's mini-program; without id and secret nothing is told.
 *
 * @param appId the mini-program's id
 * @param appSecret its secret
 * @param baseUrl the address of WeChat's server interface, scheme and host
 * @param connectTimeout for making a connection
 * @param callTimeout for the whole call
 * @param mostParcels how many parcels one payment may leave in; WeChat says 10 in one place and 15 in another
 * @param carriers further carriers, our code to WeChat's
 */
@ConfigurationProperties("orderloom.mini-program")
record ShippingInfoSettings(
        @DefaultValue("") String appId,
        @DefaultValue("") String appSecret,
        @DefaultValue("https://api.weixin.qq.com") URI baseUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration callTimeout,
        @DefaultValue("10") int mostParcels,
        @DefaultValue Map<String, String> carriers) {

    boolean configured() {
        return !appId.isBlank() && !appSecret.isBlank();
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "ShippingInfoSettings[appId=" + appId + ", baseUrl=" + baseUrl + "]";
    }
}
