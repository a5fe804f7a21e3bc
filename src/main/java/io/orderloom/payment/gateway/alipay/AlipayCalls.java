package io.orderloom.payment.gateway.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayConfig;
import com.alipay.api.AlipayRequest;
import com.alipay.api.AlipayResponse;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.DefaultSignChecker;
import com.alipay.api.DefaultSigner;
import com.alipay.api.SignChecker;
import com.alipay.api.Signer;

/**
 * The SDK's client under keys that are looked up at each use. A call whose signature Alipay refuses had no
 * effect, so it is signed with the next key, where there is one.
 */
final class AlipayCalls extends DefaultAlipayClient {

    private static final String SIGNATURE_REFUSED = "isv.invalid-signature";

    private final AlipayKeys keys;

    AlipayCalls(AlipayConfig config, AlipayKeys keys) throws AlipayApiException {
        super(config);
        this.keys = keys;
    }

    @Override
    public <T extends AlipayResponse> T execute(AlipayRequest<T> request) throws AlipayApiException {
        AlipayKeyRing ring = keys.ring();
        int signedWith = ring.signing();
        T answer = super.execute(request);
        for (int others = ring.privateKeys() - 1; others > 0 && isRefused(answer); others--) {
            ring.refused(signedWith);
            signedWith = ring.signing();
            answer = super.execute(request);
        }
        return answer;
    }

    private static boolean isRefused(AlipayResponse answer) {
        return SIGNATURE_REFUSED.equals(AlipayTrouble.code(answer));
    }

    @Override
    public Signer getSigner() {
        return new DefaultSigner(keys.ring().signingKey());
    }

    @Override
    public SignChecker getSignChecker() {
        return new SignChecker() {
            @Override
            public boolean check(String text, String signature, String kind, String charset) {
                return keys.ring().isAlipays(key -> new DefaultSignChecker(key).check(text, signature, kind, charset));
            }

            @Override
            public boolean checkCert(String text, String signature, String kind, String charset, String certificate) {
                throw new UnsupportedOperationException("Alipay's signatures are checked by its key");
            }
        };
    }
}
