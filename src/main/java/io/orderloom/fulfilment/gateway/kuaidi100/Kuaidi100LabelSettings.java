package io.orderloom.fulfilment.gateway.kuaidi100;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How waybills are made with carriers at kuaidi100; without a secret and a sender none are, and the warehouse types their
 * numbers in.
 *
 * @param secret signs waybill orders, together with the account's key
 * @param base the address of the waybill interface, scheme and host
 * @param senderName who sends
 * @param senderPhone where carriers reach the sender
 * @param senderAddress where parcels leave, in full
 * @param partnerIds our code of a carrier to the shop's account there
 * @param partnerKeys our code of a carrier to that account's key
 */
@ConfigurationProperties("orderloom.kuaidi100.label")
record Kuaidi100LabelSettings(
        @DefaultValue("") String secret,
        @DefaultValue("https://api.kuaidi100.com") URI base,
        @DefaultValue("") String senderName,
        @DefaultValue("") String senderPhone,
        @DefaultValue("") String senderAddress,
        @DefaultValue Map<String, String> partnerIds,
        @DefaultValue Map<String, String> partnerKeys) {

    Kuaidi100LabelSettings {
        if (!secret.isBlank() && (senderName.isBlank() || senderPhone.isBlank() || senderAddress.isBlank())) {
            throw new IllegalArgumentException(
                    "orderloom.kuaidi100.label.sender-name, sender-phone and sender-address are needed to make waybills");
        }
    }

    boolean configured() {
        return !secret.isBlank();
    }

    /** Shows nothing secret. */
    @Override
    public String toString() {
        return "Kuaidi100LabelSettings[configured=" + configured() + ", base=" + base + "]";
    }
}
