package io.orderloom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orderloom.testing.Chromium;
import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Customer service and the warehouse at their tasks, in a real browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TasklistTest {

    private static final Path PICTURES = Path.of("target", "tasklist");

    private final RunningService service = RunningService.shared();
    private final ShopDriver shop = new ShopDriver(service).stocked(20);
    private final Chromium chromium = Chromium.launch();

    @AfterAll
    void close() {
        chromium.close();
    }

    @Test
    void aReturnIsApprovedRefusedByTheWarehouseAndRuledOn() {
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asks(orderNo, "RETURN_AND_REFUND", 1, 1);

        Page clerk = signIn("demo-service");
        open(clerk, "客服待办", orderNo, "Decide on request");
        picture(clerk, "1-decide");
        claim(clerk);
        choose(clerk, "同意");
        clerk.locator(".fjs-form textarea").fill("请在七天内寄回。");
        picture(clerk, "2-decided");
        complete(clerk);
        shop.awaitAfterSale(number, "AWAITING_RETURN");
        assertThat(shop.afterSale(number).path("note").asText()).isEqualTo("请在七天内寄回。");

        shop.carrierSays(shop.sendsBack(number), "SIGNED");
        shop.awaitAfterSale(number, "INSPECTING");
        Page warehouse = signIn("demo-warehouse");
        open(warehouse, "仓库待办", orderNo, "Inspect return");
        picture(warehouse, "3-inspect");
        claim(warehouse);
        choose(warehouse, "不予接受");
        complete(warehouse);
        shop.awaitAfterSale(number, "DISPUTED");

        open(clerk, "客服待办", orderNo, "Rule on dispute");
        claim(clerk);
        picture(clerk, "4-rule");
        choose(clerk, "部分退款");
        clerk.locator(".fjs-form input[type=text]:not([disabled])").fill("5000");
        picture(clerk, "5-ruled");
        complete(clerk);
        shop.awaitAfterSale(number, "COMPLETED");
        assertThat(shop.afterSale(number).path("grantedFen").asLong()).isEqualTo(5_000);
    }

    private Page signIn(String name) {
        Page page = chromium.page("zh-CN", 1400, 900);
        page.navigate(service.url() + "/camunda/app/tasklist/default/");
        page.locator("input[type=text]").fill(name);
        page.locator("input[type=password]").fill(name);
        picture(page, "0-sign-in");
        page.locator("button[type=submit]").click();
        page.locator("[cam-tasklist-filters], .task-filters").first().waitFor();
        return page;
    }

    private static void open(Page page, String filter, String orderNo, String task) {
        page.getByText(filter).first().click();
        page.getByText(task).first().click();
        page.locator(".fjs-form").waitFor();
    }

    private static void claim(Page page) {
        page.getByText("Claim").first().click();
        page.locator(".fjs-form input[type=radio]:not([disabled])").first().waitFor();
    }

    private static void choose(Page page, String answer) {
        page.locator(".fjs-form").getByText(answer, new Locator.GetByTextOptions().setExact(true)).click();
    }

    private static void complete(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete")).click();
    }

    private static void picture(Page page, String place) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(place + ".png")));
    }
}
