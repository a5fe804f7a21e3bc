package io.orderloom.payment.gateway.wechat;

import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.certificate.model.Data;
import com.wechat.pay.java.core.certificate.model.DownloadCertificateResponse;
import com.wechat.pay.java.core.certificate.model.EncryptCertificate;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.cipher.Verifier;
import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.HttpResponse;
import com.wechat.pay.java.core.http.JsonResponseBody;
import com.wechat.pay.java.core.util.PemUtil;
import io.orderloom.shared.WireClock;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WeChat Pay's platform certificates (gateway's document "platform certificates"): fetched beside everything
 * else, again and again, and when a message names one that is not known. Forged messages can ask for no more
 * than one download at a time and a few a minute, and only a handful of threads ever wait for it.
 */
final class WeChatPayCertificates implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WeChatPayCertificates.class);

    private static final String ADDRESS = "https://api.mch.weixin.qq.com/v3/certificates?algorithm_type=RSA";
    private static final Pattern SERIAL = Pattern.compile("[0-9A-F]{8,64}");

    /** Between two downloads on demand. */
    private static final Duration APART = Duration.ofSeconds(10);

    /** WeChat Pay wants its notifications answered within five seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_WAITING = 8;

    private final WeChatPayKeys keys;
    private final WireClock clock;
    private final Duration refresh;
    private final HttpClient http;
    private final ScheduledExecutorService background;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private volatile Map<String, X509Certificate> certificates = Map.of();
    private Future<?> demanded;
    private @Nullable Instant demandedAt;
    private Duration pause = FIRST_RETRY;

    WeChatPayCertificates(WeChatPaySettings settings, WeChatPayKeys keys, WireClock clock) {
        this.keys = keys;
        this.clock = clock;
        this.refresh = settings.certificateRefresh();
        this.http = new DefaultHttpClientBuilder()
                .credential(keys.signingCredential())
                .validator(new Believing())
                .okHttpClient(WeChatPayWire.plainClient(settings))
                .build();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "wechat-pay-certificates");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        this.background = executor;
        // The first calls wait for the first fetching in place of demanding another.
        this.demanded = background.submit(this::fetchAndPlan);
    }

    /** The key of a certificate; fetches once more when it is not known. */
    @Nullable
    PublicKey publicKey(String serial) {
        X509Certificate certificate = valid(serial);
        if (certificate == null && SERIAL.matcher(serial).matches() && fetchedOnDemand()) {
            certificate = valid(serial);
        }
        return certificate == null ? null : certificate.getPublicKey();
    }

    /** Whether there is one by which an answer can be checked; tries to fetch one. */
    boolean areThere() {
        return !newestSerial().isEmpty()
                || (fetchedOnDemand() && !newestSerial().isEmpty());
    }

    /** The serial of the youngest one; empty when there is none. */
    String newestSerial() {
        return certificates.entrySet().stream()
                .filter(entry -> valid(entry.getKey()) != null)
                .max(Comparator.comparing(entry -> entry.getValue().getNotBefore()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    @Override
    public void close() {
        background.shutdownNow();
    }

    private @Nullable X509Certificate valid(String serial) {
        X509Certificate certificate = certificates.get(serial);
        if (certificate == null) {
            return null;
        }
        try {
            certificate.checkValidity(Date.from(clock.now()));
            return certificate;
        } catch (CertificateException e) {
            return null;
        }
    }

    private boolean fetchedOnDemand() {
        if (!waiting.tryAcquire()) {
            return false;
        }
        try {
            Future<?> fetching = demand();
            if (fetching == null) {
                return false;
            }
            fetching.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            return false;
        } finally {
            waiting.release();
        }
    }

    private synchronized @Nullable Future<?> demand() {
        if (!demanded.isDone()) {
            return demanded;
        }
        Instant now = clock.now();
        if (demandedAt != null && Duration.between(demandedAt, now).abs().compareTo(APART) < 0) {
            return null;
        }
        demandedAt = now;
        demanded = background.submit(this::fetch);
        return demanded;
    }

    private void fetchAndPlan() {
        Duration next;
        if (fetch()) {
            pause = FIRST_RETRY;
            next = refresh;
        } else {
            next = pause;
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_RETRY) < 0 ? longer : LONGEST_RETRY;
        }
        try {
            var unused = background.schedule(this::fetchAndPlan, next.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No further certificates are fetched: the service stops");
        }
    }

    /** Never throws: whatever goes wrong, the certificates that are there stay. */
    private boolean fetch() {
        try {
            Map<String, X509Certificate> fetched = download();
            if (!fetched.keySet().equals(certificates.keySet())) {
                LOG.info("WeChat Pay signs with the certificates {}", fetched.keySet());
            }
            certificates = fetched;
            return true;
        } catch (ServiceException e) {
            LOG.warn(
                    "WeChat Pay's certificates cannot be fetched: HTTP {} {}",
                    e.getHttpStatusCode(),
                    Objects.requireNonNullElse(e.getErrorCode(), ""));
        } catch (RuntimeException e) {
            // Its message may hold the whole signed request.
            LOG.warn(
                    "WeChat Pay's certificates cannot be fetched: {}",
                    e.getClass().getSimpleName());
        }
        return false;
    }

    private Map<String, X509Certificate> download() {
        HttpRequest request = new HttpRequest.Builder()
                .httpMethod(HttpMethod.GET)
                .url(ADDRESS)
                .addHeader("Accept", "application/json")
                .build();
        HttpResponse<DownloadCertificateResponse> answer = http.execute(request, DownloadCertificateResponse.class);
        Map<String, X509Certificate> fetched = new HashMap<>();
        for (Data data : answer.getServiceResponse().getData()) {
            X509Certificate certificate = opened(data.getEncryptCertificate());
            if (!(certificate.getPublicKey() instanceof RSAPublicKey)) {
                throw new IllegalStateException("A certificate is of another kind");
            }
            fetched.put(PemUtil.getSerialNumber(certificate), certificate);
        }
        // Sealed under the APIv3 key it is WeChat Pay's; the signature shows that it is of these minutes.
        String body = answer.getBody() instanceof JsonResponseBody json ? json.getBody() : "";
        if (fetched.isEmpty()
                || !new WechatPay2Validator(new Among(fetched, certificates)).validate(answer.getHeaders(), body)) {
            throw new IllegalStateException("The list of certificates is empty or not signed by one of them");
        }
        return Map.copyOf(fetched);
    }

    private X509Certificate opened(EncryptCertificate sealed) {
        return PemUtil.loadX509FromString(keys.ring()
                .decrypt(
                        sealed.getAssociatedData().getBytes(StandardCharsets.UTF_8),
                        sealed.getNonce().getBytes(StandardCharsets.UTF_8),
                        Base64.getDecoder().decode(sealed.getCiphertext())));
    }

    /** The answer that brings the certificates cannot be checked before it is read. */
    private static final class Believing implements Validator {

        @Override
        public <T> boolean validate(HttpHeaders headers, String body) {
            return true;
        }

        @Override
        public <T> String getSerialNumber() {
            return "";
        }
    }

    private record Among(Map<String, X509Certificate> fetched, Map<String, X509Certificate> before)
            implements Verifier {

        @Override
        public boolean verify(String serial, String message, String signature) {
            return Stream.of(fetched, before)
                    .map(some -> some.get(serial))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(certificate ->
                            new RSAVerifier(certificate.getPublicKey(), serial).verify(serial, message, signature))
                    .orElse(false);
        }

        @Override
        public String getSerialNumber() {
            return "";
        }
    }
}
