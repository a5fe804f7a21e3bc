package io.orderloom.sandbox.wechatpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.books.Books;
import io.orderloom.sandbox.books.Payment;
import io.orderloom.sandbox.books.Payment.State;
import io.orderloom.sandbox.faults.GatewayCall.Fate;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.HttpCall;
import io.orderloom.sandbox.wire.Json;
import io.orderloom.sandbox.wire.Refused;
import java.time.Instant;
import java.util.function.Supplier;

/** Tells what became of payments and closes them. */
final class WechatPayTransactions {

    private final WechatPaySettings settings;
    private final Books books;
    private final Supplier<Instant> clock;

    WechatPayTransactions(WechatPaySettings settings, Books books, Supplier<Instant> clock) {
        this.settings = settings;
        this.books = books;
        this.clock = clock;
    }

    HttpAnswer byPaymentNo(HttpCall call, Fate fate) {
        checkMerchant(call);
        return answer(known(call.variable("out_trade_no")), fate);
    }

    HttpAnswer byTransaction(HttpCall call, Fate fate) {
        checkMerchant(call);
        return answer(
                books.paymentByTransaction(WechatPay.NAME, call.variable("transaction_id"))
                        .orElseThrow(WechatPayTransactions::unknown),
                fate);
    }

    HttpAnswer close(HttpCall call, Fate fate) {
        ObjectNode body = call.json().orElseThrow(() -> WechatPayWords.parameter("请求体不是合法的JSON对象"));
        if (!settings.mchId().equals(WechatPayPrepay.required(body, "mchid", 32))) {
            throw WechatPayWords.refusal(400, "MCH_NOT_EXISTS", "商户号不存在");
        }
        if (fate != Fate.NORMAL) {
            throw WechatPayWords.refusal(429, "FREQUENCY_LIMITED", "用户支付中，请稍后查询订单状态");
        }
        return books.inOnePiece(() -> {
            Payment payment = known(call.variable("out_trade_no"));
            if (payment.state().paid()) {
                throw WechatPayWords.refusal(400, "ORDERPAID", "该订单已支付");
            }
            if (payment.state() == State.NOTPAY) {
                books.write(payment.in(State.CLOSED));
            }
            return HttpAnswer.empty(204);
        });
    }

    /** A payment as query and notification tell it. */
    ObjectNode describe(Payment payment, String state) {
        ObjectNode told = Json.object()
                .put("mchid", settings.mchId())
                .put("appid", payment.terms().appId())
                .put("out_trade_no", payment.paymentNo())
                .put("trade_type", payment.terms().scene())
                .put("trade_state", state)
                .put("trade_state_desc", describe(state));
        if (payment.terms().attach() != null) {
            told.put("attach", payment.terms().attach());
        }
        ObjectNode amount = Json.object().put("total", payment.amountFen());
        Instant paidAt = payment.paidAt();
        if (paidAt == null) {
            // An unpaid one tells no currency of the total; that is how the real answer looks.
            amount.put("payer_currency", "CNY");
        } else {
            told.put("transaction_id", payment.terms().transactionId());
            told.put("bank_type", "OTHERS");
            told.put("success_time", WechatPayWords.moment(paidAt));
            told.set("payer", Json.object().put("openid", payment.payer()));
            amount.put("payer_total", payment.amountFen())
                    .put("currency", payment.terms().currency())
                    .put("payer_currency", "CNY");
        }
        told.set("amount", amount);
        return told;
    }

    private HttpAnswer answer(Payment payment, Fate fate) {
        String state = payment.stateAt(clock.get()).name();
        if (fate != Fate.NORMAL && payment.state() == State.NOTPAY) {
            state = fate == Fate.UNDECIDED ? "USERPAYING" : "PAYERROR";
        }
        return HttpAnswer.json(200, describe(payment, state));
    }

    private Payment known(String paymentNo) {
        return books.payment(WechatPay.NAME, paymentNo).orElseThrow(WechatPayTransactions::unknown);
    }

    private void checkMerchant(HttpCall call) {
        if (!settings.mchId().equals(call.query("mchid").orElse(""))) {
            throw WechatPayWords.parameter("缺少必填参数mchid或与签名商户不一致");
        }
    }

    private static Refused unknown() {
        return WechatPayWords.refusal(404, "ORDER_NOT_EXIST", "订单不存在");
    }

    private static String describe(String state) {
        return switch (state) {
            case "SUCCESS" -> "支付成功";
            case "REFUND" -> "订单发生过退款，退款详情请查询退款单";
            case "CLOSED" -> "订单已关闭";
            case "USERPAYING" -> "用户支付中，需要输入密码";
            case "PAYERROR" -> "支付失败";
            default -> "订单未支付";
        };
    }
}
