package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.crypto.Randoms;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM under the merchant's APIv3 key, in the form of WeChat Pay's encrypted resources. */
final class WechatPayCipher {

    private final SecretKeySpec key;

    WechatPayCipher(String apiV3Key) {
        this.key = new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.UTF_8), "AES");
    }

    /** Cipher text with its tag, the nonce and the associated data. */
    ObjectNode encrypt(String associatedData, byte[] plain) {
        String nonce = Randoms.alphanumeric(12);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Json.object()
                    .put("algorithm", "AEAD_AES_256_GCM")
                    .put("ciphertext", Base64.getEncoder().encodeToString(cipher.doFinal(plain)))
                    .put("associated_data", associatedData)
                    .put("nonce", nonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot encrypt", e);
        }
    }
}
