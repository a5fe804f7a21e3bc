package io.orderloom.gateway;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What calling WeChat's server interface needs of the shop's mini-program; without id and secret nobody can.
 *
 * @param appId the mini-program's id
 * @param appSecret its secret
 * @param baseUrl the address of WeChat's server interface, scheme and host
 * @param connectTimeout for making a connection
 * @param callTimeout for the whole call; at a login a shopper waits for it
 */
@ConfigurationProperties("orderloom.mini-program")
public record MiniProgramSettings(
        @DefaultValue("") String appId,
        @DefaultValue("") String appSecret,
        @DefaultValue("https://api.weixin.qq.com") URI baseUrl,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration callTimeout) {

    boolean configured() {
        return !appId.isBlank() && !appSecret.isBlank();
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "MiniProgramSettings[appId=" + appId + ", baseUrl=" + baseUrl + "]";
    }
}
