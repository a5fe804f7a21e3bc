package io.orderloom;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The keys that seal names, phone numbers, addresses and openids.
 *
 * @param keys 32 bytes each, Base64, by id; a key stays until no row names its id
 * @param currentKey the id of the key that seals what is written from now on
 */
@Validated
@ConfigurationProperties("orderloom.personal-data")
record PersonalDataProperties(
        @NotEmpty Map<String, String> keys, @NotBlank String currentKey) {

    @Override
    public String toString() {
        return "PersonalDataProperties[keys=" + keys.keySet() + ", currentKey=" + currentKey + "]";
    }
}
