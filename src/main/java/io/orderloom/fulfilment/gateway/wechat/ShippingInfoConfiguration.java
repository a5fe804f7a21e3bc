package io.orderloom.fulfilment.gateway.wechat;

import cn.binarywang.wx.miniapp.api.WxMaService;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.gateway.MiniProgramPlatform;
import io.orderloom.shared.Outcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Puts WeChat behind the port of shipping information, for shops that have a mini-program and take WeChat Pay. */
@Configuration(proxyBeanMethods = false)
class ShippingInfoConfiguration {

    @Bean
    ShippingInfo weChatShippingInfo(
            MiniProgramPlatform platform,
            ShippingInfoSettings settings,
            @Value("${orderloom.wechat-pay.mch-id:}") String mchId)
            throws IOException {
        @Nullable WxMaService client = platform.client().orElse(null);
        if (client == null || mchId.isBlank()) {
            return upload -> new Outcome.NotExecuted<>("No mini-program is configured");
        }
        return new WeChatShippingInfo(client, mchId, settings.mostParcels(), codes(settings));
    }

    static Map<String, String> codes(ShippingInfoSettings settings) throws IOException {
        Map<String, String> codes = new HashMap<>();
        PropertiesLoaderUtils.loadProperties(
                        new ClassPathResource("carriers.properties", ShippingInfoConfiguration.class))
                .forEach((ours, theirs) -> codes.put((String) ours, (String) theirs));
        codes.putAll(settings.carriers());
        return codes;
    }
}
