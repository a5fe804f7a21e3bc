package io.orderloom.sandbox.unionpay;

import io.orderloom.sandbox.faults.Dialect;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Refused;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How UnionPay answers one message: its own fields back, a code, raw values joined by ampersands. */
final class UnionPayWords implements Dialect {

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(BEIJING);
    private static final List<String> ECHOED = List.of(
            "bizType",
            "txnType",
            "txnSubType",
            "accessType",
            "merId",
            "orderId",
            "txnTime",
            "reqReserved",
            "fileType",
            "settleDate");

    private final UnionPaySigner signer;
    private final Map<String, String> asked;

    UnionPayWords(UnionPaySigner signer, Map<String, String> asked) {
        this.signer = signer;
        this.asked = asked;
    }

    Map<String, String> asked() {
        return asked;
    }

    /** Beijing's time, {@code yyyyMMddHHmmss}. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIME).atZone(BEIJING).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    HttpAnswer done(Map<String, String> more) {
        return answer("00", more);
    }

    HttpAnswer answer(String code, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(echo());
        fields.putAll(more);
        fields.put("respCode", code);
        fields.put("respMsg", message(code));
        return raw(signer.signed(fields));
    }

    /** A refusal; UnionPay puts those into the body too, under HTTP 200. */
    Refused refusal(String code) {
        return new Refused(answer(code, Map.of()), code + ": " + message(code));
    }

    @Override
    public HttpAnswer systemError() {
        return answer("04", Map.of());
    }

    @Override
    public HttpAnswer notEnough() {
        return answer("64", Map.of());
    }

    @Override
    public HttpAnswer rateLimited() {
        return answer("37", Map.of());
    }

    @Override
    public HttpAnswer badlySigned(HttpAnswer answer) {
        Map<String, String> fields = new TreeMap<>(echo());
        fields.put("respCode", "00");
        fields.put("respMsg", message("00"));
        // Raw values: only the first sign of equality ends a name.
        for (String pair : new String(answer.body(), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return raw(signer.signedByStranger(fields));
    }

    /** Message of a code, with the longer code in brackets that the real one adds. */
    static String message(String code) {
        String text =
                switch (code) {
                    case "00" -> "成功";
                    case "01" -> "交易失败";
                    case "04" -> "交易状态未明，请查询对账结果";
                    case "05" -> "交易已受理，请稍后查询交易结果";
                    case "10" -> "报文格式错误";
                    case "11" -> "验证签名失败";
                    case "12" -> "重复交易";
                    case "13" -> "报文交易要素缺失";
                    case "31" -> "商户状态不正确";
                    case "33" -> "交易金额超限";
                    case "34" -> "查无此交易";
                    case "35" -> "原交易不存在或状态不正确";
                    case "37" -> "已超过最大查询次数或操作过于频繁";
                    case "39" -> "交易不在受理时间范围内";
                    case "63" -> "卡状态不正确";
                    case "64" -> "余额不足";
                    case "69" -> "您的输入超时，交易失败";
                    case "98" -> "文件不存在";
                    case "70" -> "交易已跳转，等待持卡人输入";
                    default -> "交易未通过";
                };
        return text + "[" + code + "00000]";
    }

    private Map<String, String> echo() {
        Map<String, String> echoed = new LinkedHashMap<>();
        for (String name : ECHOED) {
            if (asked.containsKey(name)) {
                echoed.put(name, asked.get(name));
            }
        }
        return echoed;
    }

    private static HttpAnswer raw(Map<String, String> fields) {
        return HttpAnswer.text(
                200,
                "text/html;charset=UTF-8",
                fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining("&")));
    }
}
