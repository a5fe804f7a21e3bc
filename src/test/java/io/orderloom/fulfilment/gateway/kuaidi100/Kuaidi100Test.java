package io.orderloom.fulfilment.gateway.kuaidi100;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.fulfilment.Carriers.Parcel;
import io.orderloom.fulfilment.Carriers.Track;
import io.orderloom.fulfilment.PushRefused;
import io.orderloom.fulfilment.TrackingNews;
import io.orderloom.fulfilment.TrackingState;
import io.orderloom.fulfilment.Waybills;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Postbox;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against the sandbox's wire. */
class Kuaidi100Test {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger(10_000_000);

    private static GatewaySandbox sandbox;
    private static Postbox postbox;
    private static Kuaidi100Carriers carriers;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private static Kuaidi100Carriers hurried;

    private static Kuaidi100PushReader reader;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        postbox = new Postbox(200, Map.of("Content-Type", "application/json"), "{\"result\":true}");
        sandbox = new GatewaySandbox(directory, postbox.url(), Duration.ofSeconds(4));
        carriers = carriers(Map.of());
        hurried = carriers(Map.of("orderloom.kuaidi100.call-timeout", "1500ms"));
        reader = new Kuaidi100PushReader(settings(Map.of()), JSON);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        postbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SF", "YTO", "ZTO", "STO", "YD", "JD", "EMS", "JTSD", "YZPY", "DBL"})
    void everyCarrierOfTheTableCanBeFollowed(String carrier) {
        assertThat(carriers.knows(carrier)).isTrue();
        assertThat(carriers.subscribe(parcel(carrier))).isEqualTo(new Outcome.Succeeded<>(true));
    }

    @Test
    void subscribingTwiceIsHarmless() {
        Parcel parcel = parcel("SF");

        carriers.subscribe(parcel);

        assertThat(carriers.subscribe(parcel)).isEqualTo(new Outcome.Succeeded<>(true));
    }

    @Test
    void aCarrierOfTheShopsOwnCanBeAddedAndAnUnknownOneIsNotAskedFor() {
        Parcel parcel = parcel("DN");

        assertThat(carriers.knows("DN")).isFalse();
        assertThat(carriers.subscribe(parcel)).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(carriers(Map.of("orderloom.kuaidi100.carriers.DN", "danniao"))
                        .subscribe(parcel))
                .isEqualTo(new Outcome.Succeeded<>(true));
    }

    @Test
    void aCarrierThatKuaidi100DoesNotServeIsRefusedForGood() {
        Kuaidi100Carriers wrong = carriers(Map.of("orderloom.kuaidi100.carriers.XX", "nobody"));

        assertThat(wrong.subscribe(parcel("XX"))).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void sfWantsAPhoneAndGetsOnlyItsDigits() {
        Parcel silent = new Parcel("SF", number(), null);
        Parcel spoken = new Parcel("SF", number(), "+86 138-0000-0000");

        assertThat(carriers.subscribe(silent))
                .isInstanceOfSatisfying(Outcome.Declined.class, declined -> assertThat(declined.code())
                        .isEqualTo("408"));
        assertThat(carriers.subscribe(spoken)).isEqualTo(new Outcome.Succeeded<>(true));
        assertThat(carriers.query(spoken)).isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void aShopWithoutAnAccountFollowsNothing() {
        Kuaidi100Carriers none = carriers(Map.of("orderloom.kuaidi100.customer", "", "orderloom.kuaidi100.key", ""));

        assertThat(none.knows("SF")).isFalse();
        assertThat(none.subscribe(parcel("SF"))).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(none.query(parcel("SF"))).isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void aSaltIsPartOfTheAccount() {
        assertThatThrownBy(() -> settings(Map.of("orderloom.kuaidi100.salt", "")))
                .hasRootCauseMessage("orderloom.kuaidi100.salt is missing");
    }

    @Test
    void anAnswerHoldsTheWholeTrackOldestFirst() {
        Parcel parcel = parcel("YTO");
        move(parcel, "COLLECTED");
        move(parcel, "IN_TRANSIT");
        move(parcel, "OUT_FOR_DELIVERY");
        move(parcel, "SIGNED");

        Track track = succeeded(carriers.query(parcel));

        assertThat(track.trackingNo()).isEqualTo(parcel.trackingNo());
        assertThat(track.state()).isEqualTo(TrackingState.SIGNED);
        assertThat(track.news())
                .extracting(TrackingNews::state)
                .containsExactly(
                        TrackingState.COLLECTED,
                        TrackingState.IN_TRANSIT,
                        TrackingState.OUT_FOR_DELIVERY,
                        TrackingState.SIGNED);
        assertThat(track.news().get(3).at()).isBetween(Instant.now().minusSeconds(30), Instant.now());
        assertThat(track.news().get(3).text()).contains("签收");
    }

    @Test
    void aParcelThatNobodyScannedHasNoTrackYet() {
        assertThat(carriers.query(parcel("ZTO"))).isInstanceOf(Outcome.Pending.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TrackingState.class,
            names = {"COLLECTED", "IN_TRANSIT", "OUT_FOR_DELIVERY", "SIGNED", "REFUSED", "RETURNED"})
    void aPushIsReadInOurWords(TrackingState state) {
        Parcel parcel = parcel("STO");
        carriers.subscribe(parcel);

        move(parcel, state.name());
        Track track = reader.read(form(postbox.next().body()));

        assertThat(track.trackingNo()).isEqualTo(parcel.trackingNo());
        assertThat(track.state()).isEqualTo(state);
        assertThat(track.news()).extracting(TrackingNews::state).containsExactly(state);
    }

    @Test
    void onlyPushesSignedWithOurSaltAreRead() {
        Parcel parcel = parcel("STO");
        carriers.subscribe(parcel);
        move(parcel, "SIGNED");
        Map<String, String> push = form(postbox.next().body());

        assertThat(reader.read(push).state()).isEqualTo(TrackingState.SIGNED);
        refused(push, "sign", "0".repeat(32));
        refused(push, "sign", "");
        refused(push, "sign", value(push, "sign") + "0");
        refused(push, "param", value(push, "param") + " ");
        refused(push, "param", value(push, "param").replace("签收", "揽收"));
        refused(push, "param", "");
        Map<String, String> unsigned = new HashMap<>(push);
        unsigned.remove("sign");
        assertThatThrownBy(() -> reader.read(unsigned)).isInstanceOf(PushRefused.class);
        assertThat(reader.read(with(push, "sign", value(push, "sign").toLowerCase(java.util.Locale.ROOT)))
                        .state())
                .isEqualTo(TrackingState.SIGNED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{}",
                "[]",
                "{\"lastResult\":{}}",
                "{\"lastResult\":{\"nu\":\"\",\"data\":[]}}",
                "{\"lastResult\":{\"nu\":\"SF100\",\"data\":{}}}",
                "{\"lastResult\":{\"nu\":\"SF100\",\"state\":\"3\",\"data\":[{\"ftime\":\"yesterday\"}]}}"
            })
    void aSignedPushThatMakesNoSenseIsRefused(String param) {
        String salt = sandbox.setting("orderloom.kuaidi100.salt");

        assertThatThrownBy(() -> reader.read(Map.of("param", param, "sign", Kuaidi100Sign.of(param, salt))))
                .isInstanceOf(PushRefused.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, IN_TRANSIT",
        "1, COLLECTED",
        "2, PROBLEM",
        "3, SIGNED",
        "4, RETURNED",
        "5, OUT_FOR_DELIVERY",
        "6, RETURNING",
        "7, IN_TRANSIT",
        "8, IN_TRANSIT",
        "14, REFUSED",
        "103, COLLECTED",
        "301, SIGNED",
        "304, SIGNED",
        "401, RETURNED",
        "501, OUT_FOR_DELIVERY",
        "1001, IN_TRANSIT",
        "99, IN_TRANSIT"
    })
    void coarseAndFineCodesMeanTheSame(String code, TrackingState state) {
        JsonNode result = JSON.createObjectNode().put("nu", "YT100").put("state", code);
        ((com.fasterxml.jackson.databind.node.ObjectNode) result)
                .putArray("data")
                .addObject()
                .put("ftime", "2026-11-22 20:30:00")
                .put("context", "x");

        Track track = Kuaidi100Track.read(result);

        assertThat(track.state()).isEqualTo(state);
        assertThat(track.news()).containsExactly(new TrackingNews(Instant.parse("2026-11-22T12:30:00Z"), state, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIMEOUT",
                "HTTP_500",
                "HTTP_502",
                "SYSTEM_ERROR",
                "RESET",
                "HALF_BODY",
                "BAD_SIGNATURE",
                "RATE_LIMITED"
            })
    void subscribingWithoutAClearAnswerIsUnknown(String answer) {
        Parcel parcel = parcel("SF");
        sandbox.fault("KUAIDI100", "track", answer, true);

        assertThat(facing(answer).subscribe(parcel)).isInstanceOf(Outcome.Unknown.class);
        assertThat(carriers.subscribe(parcel)).isEqualTo(new Outcome.Succeeded<>(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TIMEOUT", "HTTP_500", "HTTP_502", "RESET", "HALF_BODY", "BAD_SIGNATURE", "RATE_LIMITED"})
    void askingWithoutAClearAnswerIsUnknown(String answer) {
        Parcel parcel = parcel("SF");
        move(parcel, "SIGNED");
        sandbox.fault("KUAIDI100", "track", answer, true);

        assertThat(facing(answer).query(parcel)).isInstanceOf(Outcome.Unknown.class);
        assertThat(succeeded(carriers.query(parcel)).state()).isEqualTo(TrackingState.SIGNED);
    }

    @Test
    void anAccountWithoutCreditIsRefusedForGood() {
        sandbox.fault("KUAIDI100", "track", "NOT_ENOUGH", false);

        assertThat(carriers.subscribe(parcel("SF"))).isInstanceOf(Outcome.Declined.class);
    }

    @Test
    void whereNobodyListensNothingWasExecuted() {
        Kuaidi100Carriers unreachable =
                carriers(Map.of("orderloom.kuaidi100.base-poll", "http://127.0.0.1:" + Ports.free()));

        assertThat(unreachable.subscribe(parcel("SF"))).isInstanceOf(Outcome.NotExecuted.class);
        assertThat(unreachable.query(parcel("SF"))).isInstanceOf(Outcome.NotExecuted.class);
    }

    private static Kuaidi100Carriers facing(String fault) {
        return fault.equals("TIMEOUT") ? hurried : carriers;
    }

    @Test
    void aWaybillIsMadeOncePerShipment() throws IOException {
        Kuaidi100Waybills waybills = waybills(Map.of());
        Waybills.Sending sending = sending("SF");

        String first = succeeded(waybills.order(sending));
        String again = succeeded(waybills.order(sending));

        assertThat(first).startsWith("SF").isEqualTo(again);
        assertThat(succeeded(waybills.order(sending("ZTO")))).isNotEqualTo(first);
        assertThat(waybills.makes("PIGEON")).isFalse();
    }

    @Test
    void aWaybillThatWasMadeWithoutAnAnswerIsUnknownAndThenTheSame() throws IOException {
        Kuaidi100Waybills waybills = waybills(Map.of());
        Waybills.Sending sending = sending("SF");
        sandbox.fault("KUAIDI100", "track", "HALF_BODY", true);

        assertThat(waybills.order(sending)).isInstanceOf(Outcome.Unknown.class);

        assertThat(succeeded(waybills.order(sending))).startsWith("SF");
    }

    @Test
    void aWrongSecretOrAMissingAddressIsRefusedForGood() throws IOException {
        assertThat(waybills(Map.of("orderloom.kuaidi100.label.secret", "not the secret"))
                        .order(sending("SF")))
                .isInstanceOf(Outcome.Declined.class);
        assertThat(waybills(Map.of())
                        .order(new Waybills.Sending(
                                number(), "SF", new Waybills.Consignee("张三", "13800000000", ""), "茶")))
                .isInstanceOf(Outcome.Declined.class);
    }

    private static Waybills.Sending sending(String carrier) {
        return new Waybills.Sending(
                number(), carrier, new Waybills.Consignee("张三", "13800000000", "浙江省杭州市西湖区文三路 1 号"), "茶 ×1");
    }

    private static Kuaidi100Waybills waybills(Map<String, String> replaced) throws IOException {
        Kuaidi100Settings account = settings(Map.of());
        return new Kuaidi100Waybills(
                account,
                sandbox.bind("orderloom.kuaidi100.label", Kuaidi100LabelSettings.class, replaced),
                Kuaidi100Configuration.codes(account),
                JSON,
                Instant::now);
    }

    private static void refused(Map<String, String> push, String field, String value) {
        assertThatThrownBy(() -> reader.read(with(push, field, value))).isInstanceOf(PushRefused.class);
    }

    private static String value(Map<String, String> push, String field) {
        return push.getOrDefault(field, "");
    }

    private static Map<String, String> with(Map<String, String> push, String field, String value) {
        Map<String, String> changed = new HashMap<>(push);
        changed.put(field, value);
        return changed;
    }

    private static void move(Parcel parcel, String state) {
        sandbox.post(
                "/sandbox/v1/parcels/" + parcel.trackingNo() + "/events",
                JSON.createObjectNode().put("state", state));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            form.put(
                    field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }

    private static Parcel parcel(String carrier) {
        return new Parcel(carrier, number(), "13800000000");
    }

    private static String number() {
        return "T" + NUMBERS.incrementAndGet();
    }

    private static Kuaidi100Settings settings(Map<String, String> replaced) {
        return sandbox.bind("orderloom.kuaidi100", Kuaidi100Settings.class, replaced);
    }

    private static Kuaidi100Carriers carriers(Map<String, String> replaced) {
        try {
            Kuaidi100Settings settings = settings(replaced);
            return new Kuaidi100Carriers(settings, Kuaidi100Configuration.codes(settings), JSON);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Succeeded<T> success) {
            return success.value();
        }
        throw new AssertionError("Expected success, not " + outcome);
    }
}
