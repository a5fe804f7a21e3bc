package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.control.ControlCall;
import io.orderloom.sandbox.control.Controls;
import io.orderloom.sandbox.crypto.KeySeries.Step;
import io.orderloom.sandbox.wechatpay.WechatPayKeyring.Kind;
import io.orderloom.sandbox.wechatpay.WechatPayKeyring.SignWith;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Routes;
import java.util.Optional;

/** The levers over WeChat Pay's keys and the merchant's: {@code /sandbox/v1/wechat-pay/keys}. */
final class WechatPayKeyControls {

    private final WechatPayKeyring keyring;

    WechatPayKeyControls(WechatPayKeyring keyring) {
        this.keyring = keyring;
    }

    void register(Routes routes) {
        routes.get(Controls.BASE + "/wechat-pay/keys", call -> HttpAnswer.json(200, tell()));
        routes.post(Controls.BASE + "/wechat-pay/keys", Controls.sameOrigin(this::change));
    }

    private HttpAnswer change(HttpCall call) {
        ControlCall asked = ControlCall.of(call, "kind", "step", "signWith");
        Optional<SignWith> signWith = asked.word("signWith", SignWith.class);
        Optional<Kind> kind = asked.word("kind", Kind.class);
        if (kind.isEmpty() && signWith.isEmpty()) {
            throw ControlCall.problem(400, "MALFORMED_REQUEST", "Give kind and step, or signWith");
        }
        ObjectNode answer = Json.object();
        kind.map(which -> keyring.take(which, asked.requiredWord("step", Step.class)))
                .ifPresent(made -> made.forEach(answer::put));
        if (signWith.isPresent()) {
            if (signWith.get() != SignWith.PUBLIC_KEY && keyring.certificates().isEmpty()) {
                throw ControlCall.problem(409, "NO_CERTIFICATE", "Announce a CERTIFICATE first");
            }
            keyring.signWith(signWith.get());
        }
        return HttpAnswer.json(200, answer.setAll(tell()));
    }

    private ObjectNode tell() {
        ObjectNode told = Json.object().put("signWith", keyring.signWith().name());
        ArrayNode certificates = told.putArray("certificates");
        keyring.certificates().forEach(certificate -> certificates.add(certificate.serial()));
        return told;
    }
}
