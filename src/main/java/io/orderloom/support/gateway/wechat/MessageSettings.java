package io.orderloom.support.gateway.wechat;

import io.orderloom.support.Moment;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * With which of the mini-program's templates shoppers are told of what.
 *
 * @param messages the templates by moment ({@code order-paid}, …); a moment without one is not told
 * @param state which version of the mini-program a message opens: {@code formal}, {@code trial} or {@code developer}
 */
@ConfigurationProperties("orderloom.mini-program")
record MessageSettings(
        @DefaultValue Map<Moment, Template> messages,
        @DefaultValue("formal") String state) {

    /**
     * One template.
     *
     * @param templateId its id on WeChat's page of subscribe messages
     * @param page what it opens, for instance {@code pages/order?orderNo={orderNo}}
     * @param data its fields, each as {@code amount2={amount}}
     */
    record Template(
            @DefaultValue("") String templateId,
            @DefaultValue("") String page,
            @DefaultValue List<String> data) {}
}
