package io.orderloom.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.orderloom.testing.Chromium;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ServiceProcess;
import io.orderloom.testing.ShopDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Customer service and the warehouse at their tasks, in a real browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class TasklistTest {

    private static final Path PICTURES = Path.of("target", "tasklist");

    /** In a JVM of its own: Camunda's web applications are one for a JVM, and go with the first service that ends. */
    private final ServiceProcess service = started();

    private final ShopDriver shop = new ShopDriver(service).stocked(20);
    private final Chromium chromium = Chromium.launch();

    private static ServiceProcess started() {
        ServiceProcess process = new ServiceProcess("tasklist", Servers.mariaDb(), Servers.rabbitMq(), List.of());
        process.start();
        return process;
    }

    @AfterAll
    void close() {
        chromium.close();
        service.close();
    }

    @Test
    void aReturnIsApprovedRefusedByTheWarehouseAndRuledOn() {
        String orderNo = shop.deliveredBaseOrder();
        String number = shop.asks(orderNo, "RETURN_AND_REFUND", 1, 1);

        Page clerk = signIn("demo-service");
        open(clerk, "客服待办", "Decide on request", orderNo);
        choose(clerk, "同意 · Approve");
        clerk.locator(".fjs-form textarea").fill("请在七天内寄回。");
        picture(clerk, "1-decide");
        complete(clerk);
        assertThat(shop.awaitAfterSale(number, "AWAITING_RETURN").path("note").asText())
                .isEqualTo("请在七天内寄回。");

        shop.carrierSays(shop.sendsBack(number), "SIGNED");
        shop.awaitAfterSale(number, "INSPECTING");
        Page warehouse = signIn("demo-warehouse");
        open(warehouse, "仓库待办", "Inspect return", orderNo);
        choose(warehouse, "不予接受 · Refused");
        picture(warehouse, "2-inspect");
        complete(warehouse);
        shop.awaitAfterSale(number, "DISPUTED");

        open(clerk, "客服待办", "Rule on dispute", orderNo);
        assertThat(clerk.locator(".fjs-form").innerText()).contains("¥87.02").doesNotContain("退多少");
        choose(clerk, "部分退款 · A part");
        clerk.getByLabel("退多少").fill("5000");
        picture(clerk, "3-rule");
        complete(clerk);
        assertThat(shop.awaitAfterSale(number, "COMPLETED").path("grantedFen").asLong())
                .isEqualTo(5_000);
    }

    private Page signIn(String name) {
        Page page = chromium.page("zh-CN", 1400, 1200);
        page.navigate(service.url() + "/camunda/app/tasklist/default/");
        page.locator("input[type=text]").fill(name);
        page.locator("input[type=password]").fill(name);
        page.locator("button[type=submit]").click();
        return page;
    }

    /** Picks the filter, in it the newest task of that name, which is the order's, and claims it. */
    private static void open(Page page, String filter, String task, String orderNo) {
        page.getByText(filter).first().click();
        assertThat(page.getByText("所有待办").count()).isPositive();
        assertThat(page.locator(".ce-eol-banner").isVisible()).isFalse();
        page.getByText(task).first().click();
        page.getByText("Claim").first().click();
        picture(page, "claimed");
        page.locator(".fjs-form input[type=radio]:not([disabled])").first().waitFor();
        assertThat(page.locator(".fjs-form input[disabled]").first().inputValue())
                .isEqualTo(orderNo);
    }

    private static void choose(Page page, String answer) {
        page.locator(".fjs-form label")
                .filter(new Locator.FilterOptions().setHasText(answer))
                .first()
                .click();
    }

    private static void complete(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Complete"))
                .click();
    }

    private static void picture(Page page, String place) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(place + ".png")));
    }
}
