package io.orderloom.order.risk;

import io.orderloom.customer.PersonalDataMark;
import io.orderloom.customer.ShippingAddress;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Marks by which addresses and devices are recognised again. */
@Component
class RiskMarks {

    private final PersonalDataMark mark;

    RiskMarks(PersonalDataMark mark) {
        this.mark = mark;
    }

    /** The place alone: whoever receives there, and however it is spaced and punctuated. Null for no address. */
    @Nullable
    String address(@Nullable ShippingAddress address) {
        return address == null
                ? null
                : place(address.province() + address.city() + address.district() + address.detail());
    }

    /** The mark of an address that is written in one piece, from the province to the door. */
    String place(String text) {
        return mark.of("address", plain(text));
    }

    @Nullable
    String device(@Nullable String deviceId) {
        return deviceId == null ? null : mark.of("device", deviceId);
    }

    /** Letters and digits alone, wide or narrow, large or small alike. */
    static String plain(String text) {
        String letters = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return letters.codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
