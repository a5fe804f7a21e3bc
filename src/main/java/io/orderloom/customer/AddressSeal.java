package io.orderloom.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderloom.shared.PersonalDataCipher;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Seals addresses for storage and opens them again: one text per address, unreadable without the key. */
@Component
public class AddressSeal {

    private final PersonalDataCipher cipher;
    private final ObjectMapper json = new ObjectMapper();

    AddressSeal(PersonalDataCipher cipher) {
        this.cipher = cipher;
    }

    /** At most about 3 000 characters. */
    public String seal(ShippingAddress address) {
        try {
            return Objects.requireNonNull(cipher.encrypt(json.writeValueAsString(address)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An address cannot be written as JSON", e);
        }
    }

    /** @throws IllegalStateException when the text was tampered with or its key is unknown */
    public ShippingAddress open(String sealed) {
        try {
            return json.readValue(cipher.decrypt(sealed), ShippingAddress.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A sealed address does not hold an address", e);
        }
    }
}
