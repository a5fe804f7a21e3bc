package io.orderloom.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippingAddressTest {

    @Test
    void anAddressIsTrimmedAndKeepsEmojiAndRareCharacters() {
        ShippingAddress address = checked(" 𠮷田👨‍👩‍👧 ", " 13800000000 ", "西湖区");

        assertThat(address)
                .isEqualTo(new ShippingAddress("𠮷田👨‍👩‍👧", "13800000000", "浙江省", "杭州市", "西湖区", "文三路 1 号"));
    }

    @Test
    void aCityWithoutDistrictsNeedsNone() {
        assertThat(checked("李雷", "13800000000", null).district()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1380000000", "138000000000", "12800000000", "+8613800000000", "1380000000a", "１３８００００００００"})
    void onlyMobileNumbersOfTheMainlandServe(String phone) {
        assertThatThrownBy(() -> checked("李雷", phone, "西湖区"))
                .isInstanceOfSatisfying(InvalidRequest.class, problem -> assertThat(problem.errors())
                        .extracting(Problem.At::pointer)
                        .containsExactly("/shippingAddress/phone"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"李\u0000雷", "李\n雷", "李\u202e雷", "李\u2028雷", "李\ud83d"})
    void textThatHidesOrReordersIsRefused(String name) {
        assertThatThrownBy(() -> checked(name, "13800000000", "西湖区"))
                .isInstanceOfSatisfying(InvalidRequest.class, problem -> assertThat(problem.errors())
                        .extracting(Problem.At::pointer, Problem.At::code)
                        .containsExactly(tuple("/shippingAddress/name", "CONTROL_CHARACTERS")));
    }

    @Test
    void everyWrongPlaceIsNamedAtOnce() {
        assertThatThrownBy(() -> ShippingAddress.checked("", " ", null, "浙".repeat(65), "杭州市", null, "😀".repeat(201)))
                .isInstanceOfSatisfying(InvalidRequest.class, problem -> assertThat(problem.errors())
                        .extracting(Problem.At::pointer)
                        .containsExactly("/name", "/phone", "/province", "/detail"));
        assertThat(ShippingAddress.checked("", "李", "13800000000", "浙", "杭", "", "😀".repeat(200))
                        .detail())
                .hasSize(400);
    }

    private static ShippingAddress checked(String name, String phone, @Nullable String district) {
        return ShippingAddress.checked("/shippingAddress", name, phone, "浙江省", "杭州市", district, "文三路 1 号");
    }
}
