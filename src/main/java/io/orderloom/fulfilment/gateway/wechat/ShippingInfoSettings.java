package io.orderloom.fulfilment.gateway.wechat;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What telling WeChat of parcels needs beside the shop's mini-program itself.
 *
 * @param mostParcels how many parcels one payment may leave in; WeChat says 10 in one place and 15 in another
 * @param carriers further carriers, our code to WeChat's
 */
@ConfigurationProperties("orderloom.mini-program")
record ShippingInfoSettings(
        @DefaultValue("10") int mostParcels, @DefaultValue Map<String, String> carriers) {}
