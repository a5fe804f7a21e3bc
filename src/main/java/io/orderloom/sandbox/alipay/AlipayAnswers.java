package io.orderloom.sandbox.alipay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.faults.Dialect;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Json;

/** How Alipay answers one method: always with HTTP 200 and a code inside. */
final class AlipayAnswers implements Dialect {

    private final AlipaySigner signer;
    private final String name;

    AlipayAnswers(AlipaySigner signer, String method) {
        this.signer = signer;
        this.name = method.replace('.', '_') + "_response";
    }

    HttpAnswer success(ObjectNode content) {
        ObjectNode all = Json.object().put("code", "10000").put("msg", "Success");
        return signer.signed(name, all.setAll(content));
    }

    /** "The payer is paying": neither success nor refusal. */
    HttpAnswer paying(ObjectNode content) {
        ObjectNode all = Json.object().put("code", "10003").put("msg", "order success pay inprocess");
        return signer.signed(name, all.setAll(content));
    }

    HttpAnswer refusal(Refusal refusal) {
        return signer.signed(name, refusal.content());
    }

    @Override
    public HttpAnswer systemError() {
        return refusal(Refusal.business("SYSTEM_ERROR", "系统错误"));
    }

    @Override
    public HttpAnswer notEnough() {
        return refusal(Refusal.business("SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足"));
    }

    @Override
    public HttpAnswer rateLimited() {
        return refusal(new Refusal("40005", "Call Limited", "isv.app-call-limited", "应用调用次数超限"));
    }

    @Override
    public HttpAnswer badlySigned(HttpAnswer answer) {
        ObjectNode content = Json.readObject(answer.body())
                .filter(body -> body.path(name).isObject())
                .map(body -> body.withObject("/" + name))
                .orElseGet(() -> Json.object().put("code", "10000").put("msg", "Success"));
        return signer.signedByStranger(name, content);
    }

    /** What is told in place of a success. */
    record Refusal(String code, String message, String fineCode, String fineMessage) {

        static Refusal business(String code, String message) {
            return new Refusal("40004", "Business Failed", "ACQ." + code, message);
        }

        static Refusal argument(String code, String message) {
            return new Refusal("40002", "Invalid Arguments", "isv." + code, message);
        }

        ObjectNode content() {
            return Json.object()
                    .put("code", code)
                    .put("msg", message)
                    .put("sub_code", fineCode)
                    .put("sub_msg", fineMessage);
        }

        /** To be thrown where one answer cannot be given directly. */
        Refusing refusing() {
            return new Refusing(this);
        }
    }

    /** Carries a refusal to where its method is known. */
    static final class Refusing extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        private Refusing(Refusal refusal) {
            super(refusal.fineCode(), null, false, false);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
