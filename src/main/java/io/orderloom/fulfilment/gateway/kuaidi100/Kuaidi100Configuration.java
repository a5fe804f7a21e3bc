package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.fulfilment.Waybills;
import io.orderloom.shared.WireClock;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Puts kuaidi100 behind the carriers' port. Without an account the port knows no carrier. */
@Configuration(proxyBeanMethods = false)
class Kuaidi100Configuration {

    /** Its own, so that how our API reads JSON does not change how theirs is read. */
    private final ObjectMapper json = new ObjectMapper();

    @Bean
    Carriers kuaidi100Carriers(Kuaidi100Settings settings) throws IOException {
        return new Kuaidi100Carriers(settings, codes(settings), json);
    }

    @Bean
    Waybills kuaidi100Waybills(Kuaidi100Settings account, Kuaidi100LabelSettings settings, WireClock clock)
            throws IOException {
        return new Kuaidi100Waybills(account, settings, codes(account), json, clock);
    }

    @Bean
    Carriers.PushReader kuaidi100PushReader(Kuaidi100Settings settings) {
        return new Kuaidi100PushReader(settings, json);
    }

    static Map<String, String> codes(Kuaidi100Settings settings) throws IOException {
        Map<String, String> codes = new HashMap<>();
        PropertiesLoaderUtils.loadProperties(new ClassPathResource("carriers.properties", Kuaidi100Configuration.class))
                .forEach((ours, theirs) -> codes.put((String) ours, (String) theirs));
        codes.putAll(settings.carriers());
        return codes;
    }
}
