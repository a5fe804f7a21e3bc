package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderloom.testing.RunningService;
import io.orderloom.testing.ShopDriver;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Staff sign in to Cockpit of the whole service as a browser does, and find the order under way. */
class CockpitSignInTest {

    private static final String ENGINE = "/camunda/api/engine/engine/default";

    private final RunningService service = RunningService.shared();
    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    @Test
    void anOperatorSeesTheInstanceOfAnOrderOnItsWay() throws Exception {
        String orderNo = new ShopDriver(service).stocked(10).placeBaseOrder();
        String found = ENGINE + "/process-instance?maxResults=10&businessKey=" + orderNo;
        get("/camunda/app/cockpit/default/");
        assertThat(signIn("demo-ops", "no-password").statusCode()).isEqualTo(401);
        assertThat(signIn("demo-analyst", "demo-analyst").statusCode()).isEqualTo(200);
        assertThat(get(found).body()).contains("\"businessKey\":\"" + orderNo + "\"");
    }

    @Test
    void withoutCredentialsNothingIsTold() throws Exception {
        for (String path : new String[] {"/engine/", "/engine/default/process-definition", "/engine/default/task"}) {
            assertThat(get("/camunda/api/engine" + path).statusCode()).as(path).isEqualTo(401);
        }
    }

    private HttpResponse<String> signIn(String user, String password) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(service.url() + "/camunda/api/admin/auth/user/default/login/cockpit"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-XSRF-TOKEN", token())
                        .POST(HttpRequest.BodyPublishers.ofString("username=" + user + "&password=" + password))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(service.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String token() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }
}
