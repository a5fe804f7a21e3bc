package io.orderloom.customer;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * @param openidHashKey key of the hash by which shoppers are found, Base64 of at least 32 bytes. Never
 *     changed: with another key nobody is found again
 */
@Validated
@ConfigurationProperties("orderloom.customer")
record CustomerSettings(@NotBlank String openidHashKey) {

    @Override
    public String toString() {
        return "CustomerSettings[openidHashKey=***]";
    }
}
