package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.fulfilment.TrackingNews;
import io.orderloom.fulfilment.TrackingState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a track as answers and pushes tell it: the whole of it each time, newest first. */
final class Kuaidi100Track {

    private static final DateTimeFormatter BEIJING_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NUMBER = 64;

    /** More scans than any parcel has. */
    private static final int LONGEST_TRACK = 1000;

    private Kuaidi100Track() {}

    /** The track is not what kuaidi100's document says. */
    static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** @throws Unreadable when the number, a time or the list is missing or wrong */
    static Track read(JsonNode result) {
        String number = result.path("nu").asText("");
        if (number.isBlank() || number.length() > LONGEST_NUMBER) {
            throw new Unreadable("The track has no number");
        }
        JsonNode data = result.path("data");
        if (!data.isArray() || data.size() > LONGEST_TRACK) {
            throw new Unreadable("The track has no news or too many");
        }
        TrackingState state = state(result.path("state").asText(""), TrackingState.IN_TRANSIT);
        List<TrackingNews> news = new ArrayList<>();
        for (JsonNode scan : data) {
            news.add(new TrackingNews(time(scan), stateOf(scan, state, news.isEmpty()), text(scan)));
        }
        Collections.reverse(news);
        return new Track(number, state, List.copyOf(news));
    }

    /** Only the newest piece of news may borrow the parcel's state; older ones were on the way. */
    private static TrackingState stateOf(JsonNode scan, TrackingState now, boolean newest) {
        TrackingState otherwise = newest ? now : TrackingState.IN_TRANSIT;
        @Nullable
        String code = scan.path("statusCode").isMissingNode()
                ? null
                : scan.path("statusCode").asText();
        return code == null ? named(scan.path("status").asText(""), otherwise) : state(code, otherwise);
    }

    /** Finer codes begin with the coarse one: 301 is "signed for by the receiver", 3 "signed for". */
    private static TrackingState state(String code, TrackingState otherwise) {
        String coarse = code.length() >= 3 ? code.substring(0, code.length() - 2) : code;
        return switch (coarse) {
            case "0", "7", "8", "10", "11", "12", "13" -> TrackingState.IN_TRANSIT;
            case "1" -> TrackingState.COLLECTED;
            case "2" -> TrackingState.PROBLEM;
            case "3" -> TrackingState.SIGNED;
            case "4" -> TrackingState.RETURNED;
            case "5" -> TrackingState.OUT_FOR_DELIVERY;
            case "6" -> TrackingState.RETURNING;
            case "14" -> TrackingState.REFUSED;
            default -> otherwise;
        };
    }

    private static TrackingState named(String status, TrackingState otherwise) {
        return switch (status) {
            case "揽收" -> TrackingState.COLLECTED;
            case "在途", "转投", "清关" -> TrackingState.IN_TRANSIT;
            case "派件" -> TrackingState.OUT_FOR_DELIVERY;
            case "疑难" -> TrackingState.PROBLEM;
            case "签收" -> TrackingState.SIGNED;
            case "退签" -> TrackingState.RETURNED;
            case "退回" -> TrackingState.RETURNING;
            case "拒签" -> TrackingState.REFUSED;
            default -> otherwise;
        };
    }

    private static Instant time(JsonNode scan) {
        String text = scan.path("ftime").asText(scan.path("time").asText(""));
        try {
            return LocalDateTime.parse(text, BEIJING_TIME).toInstant(BEIJING);
        } catch (DateTimeException e) {
            throw new Unreadable("A piece of news has no time");
        }
    }

    private static String text(JsonNode scan) {
        String text = scan.path("context").asText("");
        return text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TEXT) - 1));
    }
}
