package io.orderloom.support.gateway.wechat;

import io.orderloom.shared.WireClock;
import io.orderloom.support.Push;
import io.orderloom.support.PushReader;
import io.orderloom.support.PushRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads WeChat's pushes of the mini-program: encrypted ones, and plain ones where the shop has said so. */
@Component
class WeChatPushReader implements PushReader {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final PushSettings settings;
    private final @Nullable PushCipher cipher;
    private final WireClock clock;

    WeChatPushReader(PushSettings settings, WireClock clock) {
        this.settings = settings;
        this.clock = clock;
        String key = settings.push().encodingAesKey();
        this.cipher = key.isBlank() ? null : new PushCipher(key);
    }

    @Override
    public boolean configured() {
        return !settings.push().token().isBlank();
    }

    @Override
    public void verify(Signed signed) {
        requireFresh(signed);
        requireSame(signed.signature(), signed.timestamp(), signed.nonce());
    }

    @Override
    public Push read(Signed signed, byte[] body) {
        // Read before it is believed: what cannot be read is told so, and reading touches nothing.
        Map<String, String> outer = PushText.fields(body);
        requireFresh(signed);
        String sealed = outer.get("Encrypt");
        if (sealed == null) {
            if (!settings.push().plaintext()) {
                throw new PushRefused("not encrypted");
            }
            requireSame(signed.signature(), signed.timestamp(), signed.nonce());
            return push(outer);
        }
        requireSame(signed.messageSignature(), signed.timestamp(), signed.nonce(), sealed);
        if (cipher == null) {
            throw new PushRefused("encrypted, and no key is set");
        }
        return push(PushText.fields(cipher.open(sealed, settings.appId())));
    }

    private void requireFresh(Signed signed) {
        if (!signed.timestamp().matches("\\d{1,11}")) {
            throw new PushRefused("without a time");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(signed.timestamp())), clock.now());
        if (age.abs().compareTo(FRESH) > 0) {
            throw new PushRefused("not of now");
        }
    }

    /** @param parts what is signed together with the token */
    private void requireSame(String signature, String... parts) {
        String[] all = new String[parts.length + 1];
        all[0] = settings.push().token();
        System.arraycopy(parts, 0, all, 1, parts.length);
        if (!configured() || !PushCipher.same(PushCipher.signature(all), signature)) {
            throw new PushRefused("not signed by WeChat");
        }
    }

    private static Push push(Map<String, String> fields) {
        String openid = fields.getOrDefault("FromUserName", "");
        String event = fields.getOrDefault("Event", "");
        String messageId = fields.get("MsgId");
        // What WeChat itself says of orders all comes from the same sender, many in a second.
        String told = messageId != null
                ? "message " + messageId
                : String.join(
                        " ",
                        "event",
                        openid,
                        fields.getOrDefault("CreateTime", ""),
                        event,
                        fields.getOrDefault("merchant_trade_no", ""),
                        fields.getOrDefault("transaction_id", ""));
        return new Push(PushCipher.fingerprint(told), fields.getOrDefault("MsgType", ""), event, openid, fields);
    }
}
