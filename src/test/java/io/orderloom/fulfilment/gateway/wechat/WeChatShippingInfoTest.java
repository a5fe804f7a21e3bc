package io.orderloom.fulfilment.gateway.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.fulfilment.ShippingInfo;
import io.orderloom.fulfilment.ShippingInfo.Parcel;
import io.orderloom.fulfilment.ShippingInfo.Upload;
import io.orderloom.gateway.MiniProgramPlatform;
import io.orderloom.gateway.MiniProgramSettings;
import io.orderloom.payment.gateway.wechat.WeChatPayments;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.Outcome;
import io.orderloom.testing.GatewaySandbox;
import io.orderloom.testing.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against the sandbox's wire. */
class WeChatShippingInfoTest {

    private static final String MINI_PROGRAM = "WECHAT_MINI_PROGRAM";
    private static final String PAYER = "openid-of-alice";
    private static final BusinessNumbers NUMBERS = new BusinessNumbers(Instant::now, "01");

    private static GatewaySandbox sandbox;
    private static ShippingInfo shippingInfo;

    /** Gives up before the sandbox lets a held answer go; the other one does not even on a busy machine. */
    private static ShippingInfo hurried;

    @BeforeAll
    static void start(@TempDir Path directory) {
        sandbox = new GatewaySandbox(directory, "http://127.0.0.1:1", Duration.ofSeconds(4));
        shippingInfo = shippingInfo(Map.of());
        hurried = shippingInfo(Map.of("orderloom.mini-program.call-timeout", "1500ms"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void forgetFaults() {
        sandbox.clearFaults();
    }

    @Test
    void aWholeOrderInOneParcelIsTold() {
        String paymentNo = paid();

        assertThat(shippingInfo.upload(whole(paymentNo, sf("SF1000000001")))).isEqualTo(succeeded());

        JsonNode upload = uploads(paymentNo).get(0);
        assertThat(upload.path("split").asBoolean()).isFalse();
        assertThat(upload.path("isAllDelivered").asBoolean()).isTrue();
        assertThat(upload.at("/parcels/0/trackingNo").asText()).isEqualTo("SF1000000001");
        assertThat(upload.at("/parcels/0/expressCompany").asText()).isEqualTo("SF");
        assertThat(upload.at("/parcels/0/receiverContact").asText()).isEqualTo("138****1234");
    }

    @Test
    void anOrderInSeveralParcelsIsToldPieceByPiece() {
        String paymentNo = paid();
        Instant at = Instant.now();

        assertThat(shippingInfo.upload(split(paymentNo, false, at, sf("SF2000000001"))))
                .isEqualTo(succeeded());
        assertThat(shippingInfo.upload(split(paymentNo, true, at.plusMillis(1), sf("SF2000000002"))))
                .isEqualTo(succeeded());

        assertThat(uploads(paymentNo)).hasSize(2);
        assertThat(order(paymentNo).path("finished").asBoolean()).isTrue();
        assertThat(order(paymentNo).path("reshipmentUsed").asBoolean()).isFalse();
    }

    @Test
    void theLastWordWaitsUntilWeChatKnowsOfEveryEarlierParcel() {
        String paymentNo = paid();
        assertThat(shippingInfo.upload(lastAfter(paymentNo, "SF2100000001"))).isInstanceOf(Outcome.Pending.class);
        assertThat(uploads(paymentNo)).isEmpty();

        shippingInfo.upload(split(paymentNo, false, Instant.now(), sf("SF2100000001")));

        assertThat(shippingInfo.upload(lastAfter(paymentNo, "SF2100000001"))).isEqualTo(succeeded());
        assertThat(uploads(paymentNo)).hasSize(2);
    }

    @Test
    void whatTheShopperFetchesHasNoCarrier() {
        String paymentNo = paid();
        Upload fetched = new Upload(
                paymentNo,
                false,
                true,
                true,
                List.of(new Parcel(null, null, "织机茶", null)),
                Set.of(),
                PAYER,
                Instant.now());

        assertThat(shippingInfo.upload(fetched)).isEqualTo(succeeded());
        assertThat(uploads(paymentNo).get(0).path("logisticsType").asText()).isNotEqualTo("EXPRESS");
        assertThat(shippingInfo.upload(fetched)).isEqualTo(succeeded());
        assertThat(uploads(paymentNo)).hasSize(1);
    }

    @Test
    void tellingTheSameAgainDoesNotUseUpTheOneCorrection() {
        String paymentNo = paid();

        shippingInfo.upload(whole(paymentNo, sf("SF3000000001")));
        assertThat(shippingInfo.upload(whole(paymentNo, sf("SF3000000001")))).isEqualTo(succeeded());

        assertThat(uploads(paymentNo)).hasSize(1);
        assertThat(order(paymentNo).path("reshipmentUsed").asBoolean()).isFalse();
    }

    @Test
    void aPaymentThatWeChatDoesNotKnowYetIsForLater() {
        assertThat(shippingInfo.upload(whole(NUMBERS.next(), sf("SF4000000001"))))
                .isInstanceOf(Outcome.Pending.class);

        String paymentNo = paid();
        sandbox.fault(MINI_PROGRAM, "shipping-info", "PROCESSING", false);
        assertThat(shippingInfo.upload(whole(paymentNo, sf("SF4000000002")))).isInstanceOf(Outcome.Pending.class);
        assertThat(shippingInfo.upload(whole(paymentNo, sf("SF4000000002")))).isEqualTo(succeeded());
    }

    @Test
    void whatCannotBeToldIsDeclinedWithoutACall() {
        String paymentNo = paid();
        List<Parcel> eleven = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            eleven.add(sf("SF500000000" + i));
        }

        assertThat(shippingInfo.upload(
                        new Upload(paymentNo, true, true, false, eleven, Set.of(), PAYER, Instant.now())))
                .isInstanceOf(Outcome.Declined.class);
        assertThat(shippingInfo.upload(whole(paymentNo, new Parcel("PIGEON", "P1", "Tea", null))))
                .isInstanceOf(Outcome.Declined.class);
        assertThat(uploads(paymentNo)).isEmpty();
    }

    @Test
    void longGoodsAreShortened() {
        String paymentNo = paid();
        Parcel wordy = new Parcel("YTO", "YT6000000001", "丝".repeat(300), "13800001234");

        assertThat(shippingInfo.upload(whole(paymentNo, wordy))).isEqualTo(succeeded());
    }

    @ParameterizedTest
    @CsvSource({
        "TIMEOUT, true",
        "TIMEOUT, false",
        "HTTP_500, true",
        "HTTP_502, true",
        "SYSTEM_ERROR, true",
        "SYSTEM_ERROR, false",
        "RESET, true",
        "HALF_BODY, true",
        "BAD_SIGNATURE, true",
        "RATE_LIMITED, true"
    })
    void withoutAClearAnswerItIsUnknownAndToldOnceInTheEnd(String answer, boolean effect) {
        String paymentNo = paid();
        sandbox.fault(MINI_PROGRAM, "shipping-info", answer, effect);

        ShippingInfo facing = answer.equals("TIMEOUT") ? hurried : shippingInfo;
        assertThat(facing.upload(whole(paymentNo, sf("SF7000000001")))).isInstanceOf(Outcome.Unknown.class);
        assertThat(uploads(paymentNo)).hasSize(effect ? 1 : 0);
        assertThat(shippingInfo.upload(whole(paymentNo, sf("SF7000000001")))).isEqualTo(succeeded());
        assertThat(uploads(paymentNo)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-the-secret"})
    void aWrongSecretIsNoSuccess(String secret) {
        String paymentNo = paid();

        assertThat(shippingInfo(Map.of("orderloom.mini-program.app-secret", secret))
                        .upload(whole(paymentNo, sf("SF8000000001"))))
                .isNotInstanceOf(Outcome.Succeeded.class);
        assertThat(uploads(paymentNo)).isEmpty();
    }

    @Test
    void aTokenThatStoppedWorkingIsReplacedUnnoticed() {
        String first = paid();
        String second = paid();
        assertThat(shippingInfo.upload(whole(first, sf("SF9000000001")))).isEqualTo(succeeded());
        sandbox.delete("/sandbox/v1/mini-program/tokens");

        assertThat(shippingInfo.upload(whole(second, sf("SF9000000002")))).isEqualTo(succeeded());
    }

    @Test
    void whereNobodyListensNothingWasExecuted() {
        ShippingInfo unreachable =
                shippingInfo(Map.of("orderloom.mini-program.base-url", "http://127.0.0.1:" + Ports.free()));

        assertThat(unreachable.upload(whole(NUMBERS.next(), sf("SF1100000001"))))
                .isInstanceOf(Outcome.NotExecuted.class);
    }

    @Test
    void aShopWithoutAMiniProgramTellsNobody() {
        assertThat(shippingInfo(Map.of("orderloom.mini-program.app-id", ""))
                        .upload(whole(NUMBERS.next(), sf("SF1200000001"))))
                .isInstanceOf(Outcome.NotExecuted.class);
    }

    private static Outcome<Boolean> succeeded() {
        return new Outcome.Succeeded<>(Boolean.TRUE);
    }

    private static Parcel sf(String trackingNo) {
        return new Parcel("SF", trackingNo, "织机茶 Loom tea", "13800001234");
    }

    private static Upload whole(String paymentNo, Parcel parcel) {
        return new Upload(paymentNo, false, true, false, List.of(parcel), Set.of(), PAYER, Instant.now());
    }

    private static Upload lastAfter(String paymentNo, String earlier) {
        List<Parcel> parcel = List.of(sf("SF2100000002"));
        return new Upload(paymentNo, true, true, false, parcel, Set.of(earlier), PAYER, Instant.now());
    }

    private static Upload split(String paymentNo, boolean last, Instant at, Parcel parcel) {
        return new Upload(paymentNo, true, last, false, List.of(parcel), Set.of(), PAYER, at);
    }

    private static String paid() {
        String paymentNo = NUMBERS.next();
        WeChatPayments.open(sandbox, paymentNo, PAYER);
        sandbox.pay(paymentNo);
        return paymentNo;
    }

    @Test
    void aReceiptIsRemindedOfOnceAndNotBeforeTheShipping() {
        String paymentNo = paid();
        Instant signedAt = Instant.now().plusSeconds(60);
        assertThat(shippingInfo.remindOfReceipt(paymentNo, signedAt)).isInstanceOf(Outcome.Declined.class);
        shippingInfo.upload(whole(paymentNo, sf("SF1300000001")));

        assertThat(shippingInfo.remindOfReceipt(paymentNo, signedAt)).isEqualTo(succeeded());

        assertThat(order(paymentNo).path("receiptRemindedAt").asText()).isNotBlank();
        assertThat(shippingInfo.remindOfReceipt(paymentNo, signedAt))
                .as("WeChat is asked before it is told")
                .isEqualTo(succeeded());
        assertThat(shippingInfo(Map.of("orderloom.mini-program.base-url", "http://127.0.0.1:1"))
                        .remindOfReceipt(paymentNo, signedAt))
                .isInstanceOf(Outcome.NotExecuted.class);
    }

    private static List<JsonNode> uploads(String paymentNo) {
        List<JsonNode> uploads = new ArrayList<>();
        sandbox.get("/sandbox/v1/mini-program").path("shippingInfo").forEach(upload -> {
            if (upload.path("paymentNo").asText().equals(paymentNo)) {
                uploads.add(upload);
            }
        });
        return uploads;
    }

    private static JsonNode order(String paymentNo) {
        for (JsonNode order : sandbox.get("/sandbox/v1/mini-program").path("orders")) {
            if (order.path("paymentNo").asText().equals(paymentNo)) {
                return order;
            }
        }
        return new ObjectMapper().missingNode();
    }

    private static ShippingInfo shippingInfo(Map<String, String> replaced) {
        try {
            return new ShippingInfoConfiguration()
                    .weChatShippingInfo(
                            new MiniProgramPlatform(
                                    sandbox.bind("orderloom.mini-program", MiniProgramSettings.class, replaced)),
                            sandbox.bind("orderloom.mini-program", ShippingInfoSettings.class, replaced),
                            sandbox.setting("orderloom.wechat-pay.mch-id"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
