package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.fulfilment.Carriers;
import io.orderloom.shared.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribes to parcels and asks about them (kuaidi100's documents "subscription" and "real-time query"). */
final class Kuaidi100Carriers implements Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100Carriers.class);

    /** "Already subscribed". */
    private static final String SUBSCRIBED_BEFORE = "501";

    /** "No result" of a query: the carrier has not scanned the parcel yet. */
    private static final String NO_TRACK_YET = "500";

    private static final String TAKEN = "200";

    /** Account, credit, parameters, signature or carrier are wrong; repeating changes nothing. */
    private static final Set<String> FINAL = Set.of("400", "408", "503", "600", "601", "700", "702");

    private static final int FEWEST_DIGITS = 4;
    private static final int MOST_DIGITS = 11;

    private final Kuaidi100Settings settings;
    private final Map<String, String> codes;
    private final ObjectMapper json;
    private final Kuaidi100Wire wire;

    Kuaidi100Carriers(Kuaidi100Settings settings, Map<String, String> codes, ObjectMapper json) {
        this.settings = settings;
        this.codes = Map.copyOf(codes);
        this.json = json;
        this.wire = new Kuaidi100Wire(settings, json);
    }

    @Override
    public boolean knows(String carrier) {
        return settings.configured() && codes.containsKey(carrier);
    }

    @Override
    public Outcome<Boolean> subscribe(Parcel parcel) {
        String company = codes.get(parcel.carrier());
        if (company == null || !settings.configured()) {
            return notFollowed(parcel);
        }
        ObjectNode parameters = json.createObjectNode()
                .put("callbackurl", String.valueOf(settings.callbackUrl()))
                .put("salt", settings.salt())
                .put("resultv2", "1");
        phone(parcel).ifPresent(phone -> parameters.put("phone", phone));
        ObjectNode param = json.createObjectNode()
                .put("company", company)
                .put("number", parcel.trackingNo())
                .put("key", settings.key());
        param.set("parameters", parameters);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("schema", "json");
        form.put("param", param.toString());
        return wire.call("subscribe to", parcel.trackingNo(), settings.basePoll(), "/poll", form, answer -> {
            String code = answer.path("returnCode").asText("");
            if ((answer.path("result").asBoolean(false) && code.equals(TAKEN)) || code.equals(SUBSCRIBED_BEFORE)) {
                return new Outcome.Succeeded<>(Boolean.TRUE);
            }
            return refused("subscribe to", parcel, code);
        });
    }

    @Override
    public Outcome<Track> query(Parcel parcel) {
        String company = codes.get(parcel.carrier());
        if (company == null || !settings.configured()) {
            return notFollowed(parcel);
        }
        ObjectNode question = json.createObjectNode()
                .put("com", company)
                .put("num", parcel.trackingNo())
                .put("resultv2", "1")
                .put("order", "desc");
        phone(parcel).ifPresent(phone -> question.put("phone", phone));
        String param = question.toString();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("customer", settings.customer());
        form.put("sign", Kuaidi100Sign.of(param, settings.key(), settings.customer()));
        form.put("param", param);
        return wire.call("ask about", parcel.trackingNo(), settings.basePoll(), "/poll/query.do", form, answer -> {
            if (answer.path("data").isArray()) {
                return new Outcome.Succeeded<>(Kuaidi100Track.read(answer));
            }
            String code = answer.path("returnCode").asText("");
            return code.equals(NO_TRACK_YET)
                    ? new Outcome.Pending<>("The carrier has no track yet")
                    : refused("ask about", parcel, code);
        });
    }

    /** Carriers compare the last four digits; country codes and signs only confuse them. */
    private static Optional<String> phone(Parcel parcel) {
        return Optional.ofNullable(parcel.phone())
                .map(phone -> phone.replaceAll("[^0-9]", ""))
                .filter(digits -> digits.length() >= FEWEST_DIGITS)
                .map(digits -> digits.substring(Math.max(0, digits.length() - MOST_DIGITS)));
    }

    private static <T> Outcome<T> refused(String what, Parcel parcel, String code) {
        if (FINAL.contains(code)) {
            LOG.warn("kuaidi100 refused to {} parcel {}: {}", what, parcel.trackingNo(), code);
            return new Outcome.Declined<>(code, "kuaidi100 refused");
        }
        return Kuaidi100Wire.unknown(
                what,
                parcel.trackingNo(),
                "Code " + Optional.of(code).filter(it -> !it.isEmpty()).orElse("missing"));
    }

    private static <T> Outcome<T> notFollowed(Parcel parcel) {
        return new Outcome.NotExecuted<>("Parcels of " + parcel.carrier() + " are not followed");
    }
}
