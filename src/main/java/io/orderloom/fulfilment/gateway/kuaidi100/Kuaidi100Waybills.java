package io.orderloom.fulfilment.gateway.kuaidi100;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orderloom.fulfilment.Waybills;
import io.orderloom.shared.Outcome;
import io.orderloom.shared.WireClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes waybills (kuaidi100's document "electronic waybill, order"). Its own number of the order is ours. */
final class Kuaidi100Waybills implements Waybills {

    private static final Logger LOG = LoggerFactory.getLogger(Kuaidi100Waybills.class);

    private static final String WHAT = "make a waybill for";

    /** Parameters, signature, account or credit are wrong; repeating changes nothing. */
    private static final Set<Integer> FINAL = Set.of(30001, 30002, 30003, 30004, 30009);

    private static final int LONGEST_GOODS = 100;

    private final Kuaidi100Settings account;
    private final Kuaidi100LabelSettings settings;
    private final Map<String, String> codes;
    private final ObjectMapper json;
    private final Kuaidi100Wire wire;
    private final WireClock clock;

    Kuaidi100Waybills(
            Kuaidi100Settings account,
            Kuaidi100LabelSettings settings,
            Map<String, String> codes,
            ObjectMapper json,
            WireClock clock) {
        this.account = account;
        this.settings = settings;
        this.codes = Map.copyOf(codes);
        this.json = json;
        this.wire = new Kuaidi100Wire(account, json);
        this.clock = clock;
    }

    @Override
    public boolean makes(String carrier) {
        return account.configured() && settings.configured() && codes.containsKey(carrier);
    }

    @Override
    public Outcome<String> order(Sending sending) {
        if (!makes(sending.carrier())) {
            return new Outcome.Declined<>("CARRIER", "Waybills of " + sending.carrier() + " are not made here");
        }
        String param = param(sending);
        String time = String.valueOf(clock.now().toEpochMilli());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("method", "order");
        form.put("key", account.key());
        form.put("sign", Kuaidi100Sign.of(param, time, account.key(), settings.secret()));
        form.put("t", time);
        form.put("param", param);
        return wire.call(WHAT, sending.shipmentNo(), settings.base(), "/label/order", form, answer -> {
            String number = answer.path("data").path("kuaidinum").asText("");
            if (answer.path("success").asBoolean(false) && !number.isBlank()) {
                return new Outcome.Succeeded<>(number);
            }
            int code = answer.path("code").asInt(0);
            if (FINAL.contains(code)) {
                LOG.warn("kuaidi100 refused to {} parcel {}: {}", WHAT, sending.shipmentNo(), code);
                return new Outcome.Declined<>(String.valueOf(code), "kuaidi100 refused");
            }
            return Kuaidi100Wire.unknown(WHAT, sending.shipmentNo(), "Code " + code);
        });
    }

    private String param(Sending sending) {
        String goods = sending.goods();
        ObjectNode param = json.createObjectNode()
                .put("printType", "NON")
                .put("partnerId", settings.partnerIds().getOrDefault(sending.carrier(), ""))
                .put("partnerKey", settings.partnerKeys().getOrDefault(sending.carrier(), ""))
                .put("kuaidicom", codes.get(sending.carrier()))
                .put("cargo", goods.length() <= LONGEST_GOODS ? goods : goods.substring(0, LONGEST_GOODS))
                .put("count", 1)
                .put("payType", "MONTHLY")
                .put("orderId", sending.shipmentNo());
        param.set(
                "recMan",
                person(
                        sending.receiver().name(),
                        sending.receiver().phone(),
                        sending.receiver().address()));
        param.set("sendMan", person(settings.senderName(), settings.senderPhone(), settings.senderAddress()));
        return param.toString();
    }

    private ObjectNode person(String name, String phone, String address) {
        return json.createObjectNode().put("name", name).put("mobile", phone).put("printAddr", address);
    }
}
