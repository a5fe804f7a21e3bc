package io.orderloom.sandbox.miniprogram;

import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;

/** WeChat's platform answers 200 and says in {@code errcode} whether it did anything. */
final class WeChatError {

    private WeChatError() {}

    static HttpAnswer answer(int errcode, String errmsg) {
        return HttpAnswer.json(200, Json.object().put("errcode", errcode).put("errmsg", errmsg));
    }

    static HttpAnswer ok() {
        return answer(0, "ok");
    }

    static Refused refusal(int errcode, String errmsg) {
        return new Refused(answer(errcode, errmsg), errcode + " " + errmsg);
    }
}
