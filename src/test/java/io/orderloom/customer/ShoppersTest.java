package io.orderloom.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderloom.shared.HoldsPersonalData;
import io.orderloom.shared.InvalidRequest;
import io.orderloom.shared.NotFound;
import io.orderloom.shared.ShopperId;
import io.orderloom.testing.SlimContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShoppersTest {

    private static final ShopperId ALICE = new ShopperId("alice");
    private static final ShopperId BOB = new ShopperId("bob");
    private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

    private static final SlimContext MARIA_DB = SlimContext.onMariaDb(beans());
    private static final SlimContext H2 = SlimContext.onH2(beans());

    static class Elsewhere implements HoldsPersonalData {

        final List<ShopperId> erased = new ArrayList<>();

        @Override
        public void erase(ShopperId shopper) {
            erased.add(shopper);
        }
    }

    static class Settings extends OpenidHash {

        Settings() {
            super(new CustomerSettings("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        }
    }

    private static Class<?>[] beans() {
        return new Class<?>[] {
            Settings.class,
            ShopperRows.class,
            AddressRows.class,
            AddressSeal.class,
            Shoppers.class,
            AddressBook.class,
            EraseShopper.class,
            Elsewhere.class
        };
    }

    static List<SlimContext> databases() {
        return List.of(MARIA_DB, H2);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anOpenidIsOneShopperAndIsNowhereReadable(SlimContext context) {
        Shoppers shoppers = context.get(Shoppers.class);

        ShopperId first = shoppers.withOpenid(OPENID);

        assertThat(shoppers.withOpenid(OPENID)).isEqualTo(first);
        assertThat(shoppers.withOpenid(OPENID.toLowerCase(java.util.Locale.ROOT)))
                .isNotEqualTo(first);
        assertThat(shoppers.openid(first)).contains(OPENID);
        assertThat(everythingStored(context)).doesNotContain(OPENID);
    }

    @Test
    void loginsAtTheSameMomentMakeOneShopper() throws Exception {
        Shoppers shoppers = MARIA_DB.get(Shoppers.class);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ShopperId>> logins = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                logins.add(threads.submit(() -> shoppers.withOpenid("o-same-moment")));
            }
            List<ShopperId> made = new ArrayList<>();
            for (Future<ShopperId> login : logins) {
                made.add(login.get());
            }
            assertThat(made).containsOnly(made.get(0));
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void aShopperIsMadeOnFirstUseAndStays(SlimContext context) {
        Shoppers shoppers = context.get(Shoppers.class);
        assertThatThrownBy(() -> shoppers.get(new ShopperId("never-seen"))).isInstanceOf(NotFound.class);

        shoppers.ensure(BOB);
        shoppers.describe(BOB, "小波 👨‍👩‍👧", "13800000000", List.of("marketing", "marketing"));
        shoppers.ensure(BOB);

        assertThat(shoppers.get(BOB)).isEqualTo(new Shopper(BOB, "小波 👨‍👩‍👧", "13800000000", List.of("marketing")));
        assertThat(shoppers.openid(BOB)).isEmpty();
        assertThat(everythingStored(context)).doesNotContain("13800000000").doesNotContain("小波");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anAddressIsKeptSealedForItsShopperOnly(SlimContext context) {
        AddressBook book = context.get(AddressBook.class);
        ShippingAddress home = address("一号楼 🏠");
        AddressBook.Entry entry = new AddressBook.Entry("home", home, true);

        assertThat(book.put(ALICE, entry)).isTrue();
        assertThat(book.put(ALICE, new AddressBook.Entry("work", address("二号楼"), true)))
                .isTrue();

        assertThat(book.get(ALICE, "home")).isEqualTo(new AddressBook.Entry("home", home, false));
        assertThat(book.of(ALICE)).extracting(AddressBook.Entry::addressId).containsExactly("work", "home");
        assertThatThrownBy(() -> book.get(BOB, "home")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> book.remove(BOB, "home")).isInstanceOf(NotFound.class);
        assertThat(everythingStored(context)).doesNotContain("一号楼").doesNotContain("13912345678");
        assertThat(home.toString()).doesNotContain("13912345678").doesNotContain("一号楼");
        book.remove(ALICE, "work");
        assertThat(book.of(ALICE)).hasSize(1);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void anErasedShopperIsForgottenHereAndEverywhere(SlimContext context) {
        Shoppers shoppers = context.get(Shoppers.class);
        ShopperId shopper = shoppers.withOpenid("o-to-be-forgotten");
        shoppers.describe(shopper, "阿勇", "13700000000", List.of());
        context.get(AddressBook.class).put(shopper, new AddressBook.Entry("home", address("三号楼"), false));

        context.get(EraseShopper.class).erase(shopper);
        context.get(EraseShopper.class).erase(shopper);

        assertThat(shoppers.get(shopper)).isEqualTo(new Shopper(shopper, null, null, List.of()));
        assertThat(shoppers.openid(shopper)).isEmpty();
        assertThat(context.get(AddressBook.class).of(shopper)).isEmpty();
        assertThat(context.get(Elsewhere.class).erased).contains(shopper);
        assertThat(shoppers.withOpenid("o-to-be-forgotten")).isNotEqualTo(shopper);
    }

    @Test
    void aBookThatIsFullTakesNoFurtherAddress() {
        AddressBook book = MARIA_DB.get(AddressBook.class);
        ShopperId collector = new ShopperId("collector");
        for (int i = 0; i < AddressBook.MAX_ADDRESSES; i++) {
            book.put(collector, new AddressBook.Entry("a" + i, address("楼" + i), false));
        }

        assertThatThrownBy(() -> book.put(collector, new AddressBook.Entry("one-more", address("楼"), false)))
                .isInstanceOf(AddressBook.AddressBookFull.class);
        assertThat(book.put(collector, new AddressBook.Entry("a0", address("新楼"), false)))
                .isFalse();
    }

    @Test
    void aWrongPhoneOrNicknameIsRefusedWithItsPlace() {
        assertThatThrownBy(() ->
                        MARIA_DB.get(Shoppers.class).describe(ALICE, "x".repeat(65), "12345", List.of("two words")))
                .isInstanceOfSatisfying(InvalidRequest.class, problem -> assertThat(problem.errors())
                        .extracting(at -> at.pointer())
                        .containsExactly("/nickname", "/phone", "/consents"));
    }

    private static ShippingAddress address(String detail) {
        return new ShippingAddress("李雷", "13912345678", "浙江省", "杭州市", "西湖区", detail);
    }

    private static String everythingStored(SlimContext context) {
        return context.jdbc().sql("SELECT * FROM shoppers").query().listOfRows().toString()
                + context.jdbc().sql("SELECT * FROM shopper_addresses").query().listOfRows();
    }
}
