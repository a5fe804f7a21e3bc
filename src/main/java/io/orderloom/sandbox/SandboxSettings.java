package io.orderloom.sandbox;

import io.orderloom.sandbox.alipay.AlipaySettings;
import io.orderloom.sandbox.gateway.ServicePayments;
import io.orderloom.sandbox.kuaidi100.Kuaidi100Settings;
import io.orderloom.sandbox.miniprogram.MiniProgramSettings;
import io.orderloom.sandbox.unionpay.UnionPaySettings;
import io.orderloom.sandbox.wechatpay.WechatPaySettings;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a sandbox is started with. {@link SandboxKeys#settings} fills in keys and identities.
 *
 * @param port 0 for any free one
 * @param bindAddress where it listens; nobody else on the network should reach it
 * @param dataDirectory where its books lie; made when absent
 * @param servicePayments what the service opened and only a client app has yet to tell a gateway
 * @param timeoutHold how long a TIMEOUT fault keeps an answer back
 * @param tls null for plain http
 * @param clock business time; null for the sandbox's own, which its controls can move
 */
public record SandboxSettings(
        int port,
        String bindAddress,
        Path dataDirectory,
        WechatPaySettings wechatPay,
        AlipaySettings alipay,
        UnionPaySettings unionPay,
        MiniProgramSettings miniProgram,
        Kuaidi100Settings kuaidi100,
        ServicePayments servicePayments,
        Duration timeoutHold,
        WebServer.@Nullable Tls tls,
        @Nullable Supplier<Instant> clock) {

    /** Collects settings over defaults that suit a demo on one machine. */
    public static final class Builder {

        private final SandboxKeys keys;
        private int port = 8090;
        private String bindAddress = "127.0.0.1";
        private Path dataDirectory = Path.of("data", "sandbox");
        private @Nullable List<Duration> notificationPauses;
        private ServicePayments servicePayments = ServicePayments.NONE;
        private Duration refundDelay = Duration.ofMillis(400);
        private Duration timeoutHold = Duration.ofSeconds(3);
        private boolean platformCertificate;
        private int mostParcels = 10;
        private @Nullable String pushUrl;
        private WebServer.@Nullable Tls tls;
        private @Nullable Supplier<Instant> clock;

        Builder(SandboxKeys keys) {
            this.keys = keys;
        }

        /** 8090 unless set; 0 for any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** 127.0.0.1 unless set. */
        public Builder bindAddress(String value) {
            bindAddress = value;
            return this;
        }

        /** {@code data/sandbox} unless set. */
        public Builder dataDirectory(Path value) {
            dataDirectory = value;
            return this;
        }

        /** The pauses between payment notifications; each gateway's documented ones unless set. */
        public Builder notificationPauses(List<Duration> value) {
            notificationPauses = value;
            return this;
        }

        /** Until an accepted refund settles, in business time; 400 ms unless set. */
        public Builder refundDelay(Duration value) {
            refundDelay = value;
            return this;
        }

        /** How long a TIMEOUT fault keeps an answer back; 3 s unless set. */
        public Builder timeoutHold(Duration value) {
            timeoutHold = value;
            return this;
        }

        /** Makes WeChat Pay also hold a platform certificate, as merchants of before 2024 know it. */
        public Builder platformCertificate(boolean value) {
            platformCertificate = value;
            return this;
        }

        /** How many parcels one payment's shipping info may hold; 10 unless set. */
        public Builder mostParcels(int value) {
            mostParcels = value;
            return this;
        }

        /** Where the mini-program platform pushes what users write and do; each push has to name it unless set. */
        public Builder pushUrl(String value) {
            pushUrl = value;
            return this;
        }

        /** Where a payment is found that the service opened and no client has called with yet. */
        public Builder openedByService(Function<String, Optional<OpenedByService>> byPaymentNo) {
            servicePayments = paymentNo -> byPaymentNo
                    .apply(paymentNo)
                    .map(opened -> new ServicePayments.ClientCall(
                            opened.channel(), opened.scene(), Json.tree(opened.clientParams())));
            return this;
        }

        /** Serves https with the certificate in this key store. */
        public Builder tls(Path keyStore, String password) {
            tls = new WebServer.Tls(keyStore, password);
            return this;
        }

        /** Business time; the sandbox's own clock unless set. */
        public Builder clock(Supplier<Instant> value) {
            clock = value;
            return this;
        }

        public SandboxSettings build() {
            return new SandboxSettings(
                    port,
                    bindAddress,
                    dataDirectory,
                    keys.wechatPay(
                            notificationPauses == null ? WechatPaySettings.DOCUMENTED_PAUSES : notificationPauses,
                            refundDelay,
                            platformCertificate),
                    keys.alipay(notificationPauses == null ? AlipaySettings.DOCUMENTED_PAUSES : notificationPauses),
                    keys.unionPay(notificationPauses == null ? UnionPaySettings.USUAL_PAUSES : notificationPauses),
                    keys.miniProgram(mostParcels, pushUrl),
                    keys.kuaidi100(),
                    servicePayments,
                    timeoutHold,
                    tls,
                    clock);
        }
    }
}
