package io.orderloom.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox, a merchant and a business clock that stands still until it is moved. */
abstract class SandboxTest {

    /** Making RSA keys takes longer than a test. */
    static final SandboxKeys KEYS = SandboxKeys.generate();

    static final Instant START = Instant.parse("2026-11-11T03:00:00Z");

    @TempDir
    Path data = Path.of(".");

    volatile Instant now = START;
    TestMerchant merchant = new TestMerchant(KEYS);
    Sandbox sandbox;

    SandboxSettings.Builder settings() {
        return KEYS.settings()
                .port(0)
                .dataDirectory(data)
                .timeoutHold(Duration.ofMillis(600))
                .clock(() -> now);
    }

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(settings().build());
        merchant.meets(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        merchant.close();
    }

    void restart() {
        sandbox.close();
        start();
    }

    /** Moves business time and has done what falls due on the way. */
    void pass(Duration time) {
        Instant target = now.plus(time);
        var due = sandbox.nextDue();
        while (due.isPresent() && !due.get().isAfter(target)) {
            now = due.get().isAfter(now) ? due.get() : now;
            sandbox.runDue();
            due = sandbox.nextDue();
        }
        now = target;
        sandbox.runDue();
    }

    /** A fresh payment of the mini-program, open for half an hour. */
    String open(long fen) {
        String paymentNo = TestMerchant.number();
        merchant.call(
                "POST",
                "/v3/pay/transactions/jsapi",
                merchant.prepayBody(paymentNo, fen, now.plus(Duration.ofMinutes(30))));
        return paymentNo;
    }

    /** A paid one of which the merchant has been told nothing. */
    String paid(long fen) {
        String paymentNo = open(fen);
        merchant.post("/sandbox/v1/payments/" + paymentNo + "/pay", "{\"notify\":false}");
        return paymentNo;
    }

    String query(String paymentNo) {
        return "/v3/pay/transactions/out-trade-no/" + paymentNo + "?mchid=" + KEYS.mchId();
    }
}
