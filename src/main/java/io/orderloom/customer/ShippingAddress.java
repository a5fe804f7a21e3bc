package io.orderloom.customer;

import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where goods go and who takes them. Personal data: whoever stores it seals it with {@link AddressSeal}.
 *
 * @param phone a mobile number of the mainland, 11 digits
 * @param district empty where a city has none
 */
public record ShippingAddress(String name, String phone, String province, String city, String district, String detail) {

    private static final Pattern MAINLAND_MOBILE = Pattern.compile("1[3-9][0-9]{9}");
    private static final int MAX_NAME = 64;
    private static final int MAX_REGION = 64;
    private static final int MAX_DETAIL = 200;

    /**
     * Reads an address from outside, its ends trimmed.
     *
     * @param pointer JSON pointer of the address in the request, for instance {@code /shippingAddress}
     * @throws InvalidRequest naming every wrong place below the pointer
     */
    public static ShippingAddress checked(
            String pointer,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String province,
            @Nullable String city,
            @Nullable String district,
            @Nullable String detail) {
        List<Problem.At> errors = new ArrayList<>();
        ShippingAddress address = new ShippingAddress(
                PersonText.required(name, pointer + "/name", MAX_NAME, errors),
                phone(phone, pointer + "/phone", errors),
                PersonText.required(province, pointer + "/province", MAX_REGION, errors),
                PersonText.required(city, pointer + "/city", MAX_REGION, errors),
                PersonText.optional(district, pointer + "/district", MAX_REGION, errors),
                PersonText.required(detail, pointer + "/detail", MAX_DETAIL, errors));
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
        return address;
    }

    static String phone(@Nullable String value, String pointer, List<Problem.At> errors) {
        String phone = value == null ? "" : value.strip();
        if (!MAINLAND_MOBILE.matcher(phone).matches()) {
            errors.add(new Problem.At(pointer, "WRONG_FORM", "A mainland mobile number of 11 digits is needed."));
        }
        return phone;
    }

    /** Never shows whose address it is. */
    @Override
    public String toString() {
        return "ShippingAddress[" + province + " " + city + "]";
    }
}
