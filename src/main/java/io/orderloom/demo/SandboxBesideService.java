package io.orderloom.demo;

import io.orderloom.payment.Payments;
import io.orderloom.sandbox.OpenedByService;
import io.orderloom.sandbox.Sandbox;
import io.orderloom.sandbox.SandboxKeys;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.DueWork;
import io.orderloom.shared.PaymentNo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs the gateways' sandbox in this process, on the demo's business clock: up before the first job and
 * the first request, down after the last.
 */
@Component
@OnlyInDemo
public class SandboxBesideService implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxBesideService.class);

    private final MovableClock clock;
    private final int port;
    private final int servicePort;
    private final Path directory;
    private final ObjectProvider<Payments> payments;
    private volatile @Nullable Sandbox sandbox;

    SandboxBesideService(
            MovableClock clock,
            @Value("${" + DemoGateways.SANDBOX_PORT + "}") int port,
            @Value("${server.port:8080}") int servicePort,
            @Value("${orderloom.data-dir}") String dataDirectory,
            ObjectProvider<Payments> payments) {
        this.payments = payments;
        this.clock = clock;
        this.port = port;
        this.servicePort = servicePort;
        this.directory = DemoGateways.directory(dataDirectory);
    }

    /** Its address without a slash at the end. */
    public String address() {
        return "http://127.0.0.1:" + port;
    }

    /** Its settlements, notifications and pushes, for whoever moves the clock. */
    DueWork schedule() {
        return new DueWork() {
            @Override
            public Optional<Instant> nextDue() {
                Sandbox running = sandbox;
                return running == null ? Optional.empty() : running.nextDue();
            }

            @Override
            public int runDue() {
                Sandbox running = sandbox;
                return running == null ? 0 : running.runDue();
            }
        };
    }

    @Override
    public synchronized void start() {
        sandbox = Sandbox.start(SandboxKeys.in(directory)
                .settings()
                .port(port)
                .dataDirectory(directory)
                .clock(clock::now)
                .pushUrl("http://127.0.0.1:" + servicePort + "/webhooks/wechat-mini-program")
                .openedByService(this::opened)
                .build());
        LOG.info("The sandbox's gateways listen at {}", address());
    }

    /** What a client app would call with for a payment that the service has opened. */
    private Optional<OpenedByService> opened(String paymentNo) {
        if (!BusinessNumbers.isNumber(paymentNo)) {
            return Optional.empty();
        }
        return payments.getObject()
                .find(new PaymentNo(paymentNo))
                .filter(payment -> !payment.clientParams().isEmpty())
                .map(payment -> new OpenedByService(
                        payment.channel().name(), payment.scene().name(), payment.clientParams()));
    }

    @Override
    public synchronized void stop() {
        Sandbox running = sandbox;
        sandbox = null;
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return sandbox != null;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
