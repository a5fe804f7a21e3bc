package io.orderloom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's own interfaces: what they let through, and that no expression of a caller is ever run. */
class EngineDoorTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private static EngineRoom room;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        room = EngineRoom.onH2();
        StaffDirectory staff = room.context.getBean(StaffDirectory.class);
        for (String role : Set.of("ops", "analyst", "service", "merchant")) {
            staff.add(new StaffDirectory.Member(role, Set.of(role)), role + "-password");
        }
        // Whoever mistypes is locked out for seconds, so it is nobody whom the other tests need.
        staff.add(new StaffDirectory.Member("mistyper", Set.of("ops")), "mistyper-password");
        room.deploy(Bpmn.createExecutableProcess("Waiting")
                .startEvent()
                .userTask("Task_Decide")
                .camundaCandidateGroups("service")
                .endEvent()
                .done());
    }

    @AfterAll
    static void stop() {
        room.close();
    }

    @BeforeEach
    void canaryIsQuiet() {
        Canary.SONGS.set(0);
    }

    @Test
    void nobodyGetsInWithoutCredentials() throws Exception {
        assertThat(call(null, "GET", "/engine-rest/process-definition", null).statusCode())
                .isEqualTo(401);
        assertThat(call(null, "GET", "/engine-rest/version", null).statusCode()).isEqualTo(401);
        assertThat(call(null, "GET", "/camunda/api/engine/engine/default/process-definition", null)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aRoleWithoutBusinessThereIsRefused() throws Exception {
        assertThat(call("merchant", "GET", "/engine-rest/process-definition", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void operatorsSeeAndRepair() throws Exception {
        var orderNo = room.newOrder();
        String instance = room.starter.start("Waiting", orderNo, Map.of()).processInstanceId();

        assertThat(call("ops", "GET", "/engine-rest/process-instance/" + instance, null)
                        .body())
                .contains(orderNo.value());
        assertThat(call(
                                "ops",
                                "POST",
                                "/engine-rest/process-instance?maxResults=50",
                                "{\"businessKey\":\"" + orderNo + "\"}")
                        .body())
                .contains(instance);
        assertThat(call(
                                "ops",
                                "PUT",
                                "/engine-rest/process-instance/" + instance + "/suspended",
                                "{\"suspended\":true}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(call(
                                "analyst",
                                "PUT",
                                "/engine-rest/process-instance/" + instance + "/suspended",
                                "{\"suspended\":false}")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void customerServiceSeesOnlyItsTasks() throws Exception {
        room.starter.start("Waiting", room.newOrder(), Map.of());

        assertThat(call("service", "GET", "/engine-rest/task?maxResults=50", null)
                        .body())
                .contains("Task_Decide");
        assertThat(call("service", "GET", "/engine-rest/process-instance?maxResults=50", null)
                        .body())
                .isEqualTo("[]");
        assertThat(call("service", "GET", "/engine-rest/filter?maxResults=50", null)
                        .body())
                .contains("Customer service");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/deployment/create",
        "DELETE,/deployment/1",
        "POST,/deployment/1/redeploy",
        "POST,/process-definition/key/Waiting/start",
        "POST,/process-definition/key/Waiting/submit-form",
        "POST,/process-definition/Waiting:1:1/restart",
        "POST,/message",
        "POST,/signal",
        "POST,/process-instance/1/modification",
        "POST,/process-instance/1/variables",
        "PUT,/process-instance/1/variables/paid",
        "DELETE,/process-instance/1",
        "POST,/process-instance/delete",
        "POST,/migration/execute",
        "POST,/modification/execute",
        "POST,/execution/1/signal",
        "POST,/execution/1/messageSubscriptions/Msg_Paid/trigger",
        "PUT,/execution/1/localVariables/paid",
        "PUT,/task/1/variables/paid",
        "POST,/external-task/fetchAndLock",
        "POST,/decision-definition/key/WaitingTimes/evaluate",
        "POST,/history/cleanup",
        "DELETE,/history/process-instance/1",
        "POST,/batch",
        "PATCH,/task/1"
    })
    void whatOurOwnInterfaceDoesIsClosedToEveryone(String method, String path) throws Exception {
        for (String prefix :
                new String[] {"/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default"}) {
            assertThat(call("root", method, prefix + path, "{}").statusCode())
                    .as(prefix + path)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orQueries\":[{\"dueAfterExpression\":\"${canary.sing()}\"}]}",
                "{\"dueAfterExpression\":\"${canary.sing()}\"}",
                "{\"orQueries\":[{\"assignee\\u0045xpression\":\"${canary.sing()}\"}]}",
                "{\"OrQueries\":[{\"candidateUserEXPRESSION\":\"${canary.sing()}\"}]}"
            })
    void anExpressionInATaskQueryIsRefusedAndNotRun(String body) throws Exception {
        for (String path :
                new String[] {"/engine-rest/task", "/engine-rest/task/count", "/engine-rest/filter/1/list"}) {
            assertThat(call("root", "POST", path, body).statusCode()).isEqualTo(403);
        }
        assertThat(Canary.SONGS).hasValue(0);
    }

    @Test
    void anExpressionInAParameterIsRefusedAndNotRun() throws Exception {
        String expression = "%24%7Bcanary.sing()%7D";
        assertThat(call("root", "GET", "/engine-rest/task?assigneeExpression=" + expression, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(call("root", "GET", "/engine-rest/task?assignee%45xpression=" + expression, null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(Canary.SONGS).hasValue(0);
    }

    @Test
    void anExpressionInAFilterIsNeitherStoredNorRun() throws Exception {
        String filter =
                "{\"resourceType\":\"Task\",\"name\":\"trap\",\"query\":{\"orQueries\":[{\"dueAfterExpression\":\"${canary.sing()}\"}]}}";
        assertThat(call("root", "POST", "/engine-rest/filter/create", filter).statusCode())
                .isEqualTo(403);
        assertThat(Canary.SONGS).hasValue(0);
    }

    @Test
    void theEngineItselfRefusesExpressionsInQueriesOfEveryKind() {
        var tasks = room.engine.getTaskService();
        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .dueAfterExpression("${canary.sing()}")
                        .list())
                .isInstanceOf(BadUserRequestException.class);
        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .or()
                        .dueAfterExpression("${canary.sing()}")
                        .endOr()
                        .list())
                .isInstanceOf(BadUserRequestException.class);
        assertThatThrownBy(() -> tasks.createTaskQuery()
                        .or()
                        .dueAfterExpression("${canary.sing()}")
                        .endOr()
                        .count())
                .isInstanceOf(BadUserRequestException.class);

        var filters = room.engine.getFilterService();
        Filter trap = filters.newTaskFilter("trap")
                .setQuery(tasks.createTaskQuery()
                        .or()
                        .dueAfterExpression("${canary.sing()}")
                        .endOr());
        assertThatThrownBy(() -> filters.saveFilter(trap)).isInstanceOf(BadUserRequestException.class);
        assertThat(Canary.SONGS).hasValue(0);
    }

    @Test
    void aTrapThatIsAlreadyInTheDatabaseIsNotSprung() {
        var tasks = room.engine.getTaskService();
        var filters = room.engine.getFilterService();
        Filter harmless = filters.saveFilter(filters.newTaskFilter("harmless").setQuery(tasks.createTaskQuery()));
        room.transactions.run(() -> {
            room.jdbc
                    .sql("update ACT_RU_FILTER set QUERY_ = ? where ID_ = ?")
                    .param("{\"orQueries\":[{\"dueAfterExpression\":\"${canary.sing()}\"}]}")
                    .param(harmless.getId())
                    .update();
        });
        assertThatThrownBy(() -> filters.list(harmless.getId())).isInstanceOf(ProcessEngineException.class);

        Filter extended = filters.saveFilter(filters.newTaskFilter("extended").setQuery(tasks.createTaskQuery()));
        assertThatThrownBy(() -> filters.list(
                        extended.getId(),
                        tasks.createTaskQuery()
                                .or()
                                .dueAfterExpression("${canary.sing()}")
                                .endOr()))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(Canary.SONGS).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/setup/default/user/create/",
                "/camunda/api/admin/setup",
            })
    void noFirstAdministratorIsMadeOverTheWeb(String path) throws Exception {
        String body = "{\"profile\":{\"id\":\"mallory\"},\"credentials\":{\"password\":\"mallory-password\"}}";
        assertThat(call(null, "POST", path, body).statusCode()).isEqualTo(403);
        assertThat(call("root", "POST", path, body).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/x/../setup/default/user/create",
                "/camunda/api/admin/%73etup/default/user/create",
                "/camunda/api/admin;a=b/setup/default/user/create",
                "/camunda//api/admin/setup/default/user/create",
                "/engine-rest/%64eployment/create",
                "/engine-rest/deployment;a=b/create"
            })
    void disguisedAddressesAreRefused(String path) throws Exception {
        assertThat(call("root", "POST", path, "{}").statusCode()).isBetween(400, 404);
        assertThat(room.context.getBean(StaffDirectory.class).all())
                .extracting(StaffDirectory.Member::name)
                .doesNotContain("mallory");
    }

    @Test
    void staffSignInToTheirWebApplicationsAndFindTheSameDoorsClosed() throws Exception {
        assertThat(new Browser().signIn("mistyper", "wrong", "cockpit")).isEqualTo(401);
        assertThat(new Browser().signIn("service", "service-password", "tasklist"))
                .isEqualTo(200);
        assertThat(new Browser().signIn("service", "service-password", "cockpit"))
                .as("Cockpit is not for customer service")
                .isEqualTo(403);

        Browser analyst = new Browser();
        assertThat(analyst.signIn("analyst", "analyst-password", "cockpit")).isEqualTo(200);
        String engine = "/camunda/api/engine/engine/default";
        assertThat(analyst.post(engine + "/process-instance/count", JSON, "{}")).isEqualTo(200);
        assertThat(analyst.post(
                        engine + "/task/count",
                        JSON,
                        "{\"orQueries\":[{\"dueAfterExpression\":\"${canary.sing()}\"}]}"))
                .isEqualTo(403);
        assertThat(analyst.post(engine + "/process-definition/key/Waiting/start", JSON, "{}"))
                .isEqualTo(403);
        assertThat(Canary.SONGS).hasValue(0);
    }

    /** A browser with its own cookies, which sends the page's token against forgery back as the pages do. */
    private static final class Browser {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        int signIn(String user, String password, String application) throws IOException, InterruptedException {
            openPage(application);
            int answer = post(
                    "/camunda/api/admin/auth/user/default/login/" + application,
                    FORM,
                    "username=" + user + "&password=" + password);
            // the session is a new one then, and has a new token
            openPage(application);
            return answer;
        }

        private void openPage(String application) throws IOException, InterruptedException {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(URI.create(room.url("/camunda/app/" + application + "/default/")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        }

        int post(String path, String type, String body) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(room.url(path)))
                    .header("Content-Type", type)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            cookies.getCookieStore().getCookies().stream()
                    .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                    .forEach(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static HttpResponse<String> call(@Nullable String user, String method, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(room.url(path)))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (user != null) {
            String credentials = user + ":" + user + "-password";
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
