package io.orderloom.sandbox.kuaidi100;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.sandbox.faults.Dialect;
import io.orderloom.sandbox.wire.HttpAnswer;
import io.orderloom.sandbox.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/** How kuaidi100 words answers, tracks and signatures. It always answers 200. */
final class Kuaidi100Words implements Dialect {

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    /** Upper-case hex MD5 of the texts one after the other. */
    static String md5(String... texts) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5")
                    .digest(String.join("", texts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no MD5", e);
        }
    }

    static HttpAnswer answer(boolean result, String returnCode, String message) {
        return HttpAnswer.json(
                200,
                Json.object()
                        .put("result", result)
                        .put("returnCode", returnCode)
                        .put("message", message));
    }

    /** The whole track, newest first, as queries answer and pushes hold it. */
    static ObjectNode track(Parcel parcel, String carrier, String detail) {
        List<Parcel.Event> events = parcel.events();
        ParcelState state = events.get(events.size() - 1).state();
        ObjectNode track = Json.object()
                .put("message", "ok")
                .put("nu", parcel.trackingNo())
                .put("ischeck", state.last() ? "1" : "0")
                .put("com", carrier)
                .put("status", "200")
                .put("state", detail.equals("4") ? state.fineCode() : state.code())
                .put("condition", "F00");
        ArrayNode data = track.putArray("data");
        for (int i = events.size() - 1; i >= 0; i--) {
            Parcel.Event event = events.get(i);
            ObjectNode line = data.addObject()
                    .put("time", moment(event.at()))
                    .put("ftime", moment(event.at()))
                    .put("context", event.text());
            if (!detail.equals("0")) {
                line.put("status", event.state().status())
                        .put(
                                "statusCode",
                                detail.equals("4")
                                        ? event.state().fineCode()
                                        : event.state().code())
                        .putNull("areaCode")
                        .putNull("areaName");
            }
        }
        return track;
    }

    private static String moment(Instant instant) {
        return LOCAL.format(instant);
    }

    @Override
    public HttpAnswer systemError() {
        return answer(false, "500", "服务器错误");
    }

    @Override
    public HttpAnswer notEnough() {
        return answer(false, "601", "POLL:KEY已过期或余额不足");
    }

    @Override
    public HttpAnswer rateLimited() {
        return answer(false, "502", "服务器繁忙，请稍后再试");
    }

    /** Its answers carry no signature; what is not from it looks like somebody else's page. */
    @Override
    public HttpAnswer badlySigned(HttpAnswer answer) {
        return HttpAnswer.text(200, "text/html", "<html><body>Welcome to the hotel's network</body></html>");
    }
}
