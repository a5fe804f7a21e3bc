package io.orderloom.demo;

import io.orderloom.sandbox.SandboxKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Points the demo's gateways at the sandbox before any bean exists: its port, its addresses and the keys
 * that both sides share, which are made at the first start and kept in the data directory. Whatever the
 * user sets goes before them.
 */
final class DemoGateways implements EnvironmentPostProcessor, Ordered {

    static final String SANDBOX_PORT = "orderloom.sandbox.port";
    private static final int USUAL_SANDBOX_PORT = 8090;
    private static final int USUAL_PORT = 8080;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (!"demo".equals(environment.getProperty("orderloom.mode"))) {
            return;
        }
        // both ports are part of addresses that the other side is told, so they are settled now
        int sandboxPort = settled(environment, SANDBOX_PORT, USUAL_SANDBOX_PORT);
        int port = settled(environment, "server.port", USUAL_PORT);
        SandboxKeys keys = SandboxKeys.in(directory(environment.getRequiredProperty("orderloom.data-dir")));
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("orderloom demo gateways", settings(keys, port, sandboxPort)));
    }

    static Map<String, Object> settings(SandboxKeys keys, int port, int sandboxPort) {
        String sandbox = "http://127.0.0.1:" + sandboxPort;
        String webhooks = "http://127.0.0.1:" + port + "/webhooks";
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(SANDBOX_PORT, sandboxPort);
        settings.put("orderloom.wechat-pay.enabled", true);
        settings.put("orderloom.wechat-pay.mch-id", keys.mchId());
        settings.put("orderloom.wechat-pay.app-id", keys.appId());
        settings.put("orderloom.wechat-pay.merchant-serial-number", keys.merchantSerial());
        settings.put("orderloom.wechat-pay.private-key", keys.merchantPrivateKeyPem());
        settings.put("orderloom.wechat-pay.public-key-id", keys.platformPublicKeyId());
        settings.put("orderloom.wechat-pay.public-key", keys.platformPublicKeyPem());
        settings.put("orderloom.wechat-pay.api-v3-key", keys.apiV3Key());
        settings.put("orderloom.wechat-pay.base-url", sandbox);
        settings.put("orderloom.wechat-pay.notify-url", webhooks + "/wechat-pay/payments");
        settings.put("orderloom.wechat-pay.refund-notify-url", webhooks + "/wechat-pay/refunds");
        // a TIMEOUT fault holds the answer for three seconds, longer than the demo waits
        settings.put("orderloom.wechat-pay.read-timeout", "2s");
        // where the clock is moved in leaps, a rest in real time would outlast the outage
        settings.put("orderloom.wechat-pay.rest", "1ms");
        settings.put("orderloom.wechat-pay.call-timeout", "2500ms");
        settings.put("orderloom.alipay.enabled", true);
        settings.put("orderloom.alipay.app-id", keys.alipayAppId());
        settings.put("orderloom.alipay.seller-id", keys.alipaySellerId());
        settings.put("orderloom.alipay.private-key", keys.alipayApplicationKeyPem());
        settings.put("orderloom.alipay.public-key", keys.alipayPublicKeyPem());
        settings.put("orderloom.alipay.gateway-url", sandbox + "/alipay/gateway.do");
        settings.put("orderloom.alipay.notify-url", webhooks + "/alipay");
        settings.put("orderloom.alipay.read-timeout", "2s");
        settings.put("orderloom.alipay.rest", "1ms");
        settings.put("orderloom.alipay.call-timeout", "2500ms");
        settings.put("orderloom.unionpay.enabled", true);
        settings.put("orderloom.unionpay.mer-id", keys.unionPayMerId());
        settings.put("orderloom.unionpay.certificate", keys.unionPayMerchantCertificatePem());
        settings.put("orderloom.unionpay.private-key", keys.unionPayMerchantPrivateKeyPem());
        settings.put("orderloom.unionpay.root-certificate", keys.unionPayRootCertificatePem());
        settings.put("orderloom.unionpay.middle-certificate", keys.unionPayMiddleCertificatePem());
        settings.put("orderloom.unionpay.base-url", sandbox);
        settings.put("orderloom.unionpay.file-url", sandbox + "/unionpay/filedownload");
        settings.put("orderloom.unionpay.notify-url", webhooks + "/unionpay");
        settings.put("orderloom.unionpay.read-timeout", "2s");
        settings.put("orderloom.unionpay.rest", "1ms");
        settings.put("orderloom.unionpay.call-timeout", "2500ms");
        settings.put("orderloom.kuaidi100.customer", keys.kuaidi100Customer());
        settings.put("orderloom.kuaidi100.key", keys.kuaidi100Key());
        settings.put("orderloom.kuaidi100.salt", keys.kuaidi100Salt());
        settings.put("orderloom.kuaidi100.base-poll", sandbox);
        settings.put("orderloom.kuaidi100.callback-url", webhooks + "/kuaidi100");
        settings.put("orderloom.kuaidi100.label.secret", keys.kuaidi100Secret());
        settings.put("orderloom.kuaidi100.label.base", sandbox);
        settings.put("orderloom.kuaidi100.label.sender-name", "织单小店");
        settings.put("orderloom.kuaidi100.label.sender-phone", "0571-88880000");
        settings.put("orderloom.kuaidi100.label.sender-address", "浙江省杭州市余杭区仓前街道一号仓");
        settings.put("orderloom.kuaidi100.call-timeout", "2500ms");
        settings.put("orderloom.mini-program.app-id", keys.appId());
        settings.put("orderloom.mini-program.app-secret", keys.appSecret());
        settings.put("orderloom.mini-program.base-url", sandbox);
        settings.put("orderloom.mini-program.call-timeout", "2500ms");
        settings.put("orderloom.mini-program.push.token", keys.pushToken());
        settings.put("orderloom.mini-program.push.encoding-aes-key", keys.encodingAesKey());
        settings.putAll(templates());
        return settings;
    }

    /** Of every moment one, so that a visitor sees in the sandbox what a shopper would be told. */
    private static Map<String, Object> templates() {
        Map<String, String> data = Map.of(
                "order-paid", "character_string1={orderNo},amount2={amount}",
                "parcel-shipped", "character_string1={orderNo},thing2={carrier}",
                "refund-done", "character_string1={orderNo},amount2={amount},time3={time}",
                "return-approved", "character_string1={orderNo},thing2=请在七天内寄回",
                "answer", "thing1=客服回复了您的咨询");
        Map<String, Object> settings = new LinkedHashMap<>();
        data.forEach((moment, fields) -> {
            String template = "orderloom.mini-program.messages." + moment;
            settings.put(template + ".template-id", "sandbox-" + moment);
            settings.put(
                    template + ".page",
                    moment.equals("answer")
                            ? "pages/conversation?id={conversationId}"
                            : "pages/order?orderNo={orderNo}");
            settings.put(template + ".data", fields);
        });
        return settings;
    }

    static Path directory(String dataDirectory) {
        return Path.of(dataDirectory).resolve("sandbox");
    }

    private static int settled(ConfigurableEnvironment environment, String name, int usual) {
        int wanted = environment.getProperty(name, Integer.class, usual);
        if (wanted != 0) {
            return wanted;
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource("free port for " + name, Map.of(name, free.getLocalPort())));
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port for " + name, e);
        }
    }

    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 2;
    }
}
