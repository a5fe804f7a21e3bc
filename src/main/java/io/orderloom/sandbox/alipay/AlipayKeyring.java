package io.orderloom.sandbox.alipay;

import io.orderloom.sandbox.crypto.KeySeries;
import io.orderloom.sandbox.crypto.KeySeries.Step;
import io.orderloom.sandbox.crypto.Pem;
import io.orderloom.sandbox.crypto.Rsa;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/** The keys of both sides that count at this moment: one of the application, and one of Alipay. */
final class AlipayKeyring {

    /** What can be replaced. */
    enum Kind {
        /** What the application signs with; from the switch on Alipay knows only the new one. */
        APPLICATION_KEY,
        /** What Alipay signs with. */
        ALIPAY_KEY
    }

    private final KeySeries<PublicKey> application;
    private final KeySeries<PrivateKey> alipay;

    AlipayKeyring(AlipaySettings settings) {
        application = new KeySeries<>(List.of(settings.applicationKey()));
        alipay = new KeySeries<>(List.of(settings.privateKey()));
    }

    PublicKey application() {
        return application.used().orElseThrow();
    }

    PrivateKey alipay() {
        return alipay.used().orElseThrow();
    }

    Map<String, String> take(Kind kind, Step step) {
        if (step == Step.ANNOUNCE) {
            KeyPair pair = Rsa.generate();
            if (kind == Kind.APPLICATION_KEY) {
                application.add(pair.getPublic());
                return Map.of("private-key", Pem.privateKey(pair.getPrivate()));
            }
            alipay.add(pair.getPrivate());
            return Map.of("public-key", Pem.publicKey(pair.getPublic()));
        }
        (kind == Kind.APPLICATION_KEY ? application : alipay).take(step);
        return Map.of();
    }
}
