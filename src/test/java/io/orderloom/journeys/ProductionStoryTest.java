package io.orderloom.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderloom.OrderloomApplication;
import io.orderloom.sandbox.SandboxMain;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.JavaProcess;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Servers;
import io.orderloom.testing.ShopDriver;
import io.orderloom.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The story in production mode: the service, the sandbox, MariaDB and RabbitMQ are processes of their
 * own, and everything between service and gateways travels over TLS.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProductionStoryTest {

    private static final String PASSWORD = UUID.randomUUID().toString().replace("-", "");

    /** Where to look when the story fails. */
    private static final Path LOGS = Path.of("target");

    private final Path directory;

    ProductionStoryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theSameStoryRunsInProductionAndAConsumerSeesEveryEventOnceAndInOrder() throws Exception {
        Path keyStore = keyStore();
        Path trustStore = trustStore(keyStore);
        int servicePort = Ports.free();
        int sandboxPort = Ports.free();
        String broker = Servers.rabbitMq();
        List<String> trust =
                List.of("-Djavax.net.ssl.trustStore=" + trustStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
        List<String> sandboxArguments = List.of(
                "--port=" + sandboxPort,
                "--data-directory=" + directory.resolve("sandbox"),
                "--tls-key-store=" + keyStore,
                "--tls-password=" + PASSWORD);
        Path settings = directory.resolve("gateways.properties");
        run(JavaProcess.command(
                List.of(),
                SandboxMain.class.getName(),
                with(sandboxArguments, "keys", "--service-url=https://127.0.0.1:" + servicePort, "--out=" + settings)));
        HttpClient client = trusting(trustStore);

        try (JavaProcess sandbox = JavaProcess.start(
                        trust,
                        SandboxMain.class.getName(),
                        with(sandboxArguments, "serve"),
                        LOGS.resolve("production-sandbox.log"),
                        () -> Ports.accepts(sandboxPort));
                JavaProcess service = JavaProcess.start(
                        with(trust, "-Xmx512m"),
                        OrderloomApplication.class.getName(),
                        serviceArguments(servicePort, settings, broker, keyStore),
                        LOGS.resolve("production-service.log"),
                        () -> Ports.accepts(servicePort))) {
            Api api = new Api(client, "https://127.0.0.1:" + servicePort);
            Queue<JsonNode> events = consume(broker);
            String orderNo = story(api, new Api(client, "https://127.0.0.1:" + sandboxPort));
            List<String> types = List.of(
                    "order.placed.v1", "order.paid.v1", "order.shipped.v1", "order.delivered.v1", "order.completed.v1");
            ShopDriver.await(events::size, size -> size >= types.size());
            assertThat(events).allMatch(event -> event.path("subject").asText().equals(orderNo));
            assertThat(events).extracting(event -> event.path("type").asText()).containsExactlyElementsOf(types);
            assertThat(events)
                    .extracting(event -> event.path("sequence").asInt())
                    .containsExactly(1, 2, 3, 4, 5);
            assertThat(api.get("/actuator/env").status()).isIn(401, 404);
            assertThat(api.as("demo-admin").get("/api/v1/keys").status()).isEqualTo(401);
            assertThat(api.as("demo-admin").post("/demo/v1/clock", Map.of()).status())
                    .isIn(401, 404);
        }
    }

    private static String story(Api api, Api sandbox) {
        Api admin = api.with("Authorization", "Basic " + base64("root-admin:" + PASSWORD));
        Api merchant = api.as(key(admin, "merchant"));
        Api warehouse = api.as(key(admin, "warehouse"));
        Api shop = api.as(key(admin, "shop")).forShopper("shopper-1");
        assertThat(merchant.put("/api/v1/categories/tea", Map.of("name", "茶")).status())
                .isIn(200, 201);
        Answer product = merchant.put(
                "/api/v1/products/tea-1",
                Map.of("name", "龙井", "category", "tea", "skus", List.of(Map.of("skuId", "TEA-1", "priceFen", 9_900))));
        assertThat(product.status()).as(product.toString()).isIn(200, 201);
        merchant.put("/api/v1/stock/TEA-1", Map.of("onHand", 5));
        Answer placed = shop.post(
                "/api/v1/orders",
                Map.of(
                        "items",
                        List.of(Map.of("skuId", "TEA-1", "quantity", 1)),
                        "shippingAddress",
                        Map.of(
                                "name", "李四",
                                "phone", "13900000000",
                                "province", "上海市",
                                "city", "上海市",
                                "district", "徐汇区",
                                "detail", "漕溪路 2 号")));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        String orderNo = placed.text("orderNo");
        String order = "/api/v1/orders/" + orderNo;
        Answer payment = shop.post(
                order + "/payments", Map.of("channel", "WECHAT_PAY", "scene", "MINI_PROGRAM", "payerId", "openid-p1"));
        assertThat(payment.status()).as(payment.toString()).isEqualTo(201);
        Answer paid = sandbox.post("/sandbox/v1/payments/" + payment.text("paymentNo") + "/pay", Map.of());
        assertThat(paid.status()).as(paid.toString()).isEqualTo(200);
        awaitStatus(shop, order, "PAID");
        Answer shipped = warehouse.post(order + "/shipments", Map.of("carrier", "SF", "trackingNo", "SF1234567890"));
        assertThat(shipped.status()).as(shipped.toString()).isEqualTo(201);
        sandbox.post("/sandbox/v1/parcels/SF1234567890/events", Map.of("state", "SIGNED"));
        awaitStatus(shop, order, "DELIVERED");
        shop.post(order + "/receipt", "");
        awaitStatus(shop, order, "COMPLETED");
        return orderNo;
    }

    private static void awaitStatus(Api shop, String order, String status) {
        ShopDriver.await(() -> shop.get(order).text("status"), status::equals);
    }

    private static String key(Api admin, String role) {
        Answer made = admin.post("/api/v1/keys", Map.of("name", role + "-key", "role", role));
        assertThat(made.status()).as(made.toString()).isIn(200, 201);
        return made.text("key");
    }

    private List<String> serviceArguments(int port, Path settings, String broker, Path keyStore) {
        TestDatabase database = Servers.mariaDb();
        return List.of(
                "--orderloom.mode=production",
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--server.ssl.key-store=" + keyStore,
                "--server.ssl.key-store-password=" + PASSWORD,
                "--spring.config.additional-location=" + settings,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.username(),
                "--spring.datasource.password=" + database.password(),
                "--orderloom.rabbitmq.uri=" + broker,
                "--orderloom.data-dir=" + directory.resolve("data"),
                "--orderloom.personal-data.keys.k1=" + randomKey(),
                "--orderloom.personal-data.current-key=k1",
                "--orderloom.customer.openid-hash-key=" + randomKey(),
                "--orderloom.admin.name=root-admin",
                "--orderloom.admin.password=" + PASSWORD);
    }

    /** One key for both servers. */
    private Path keyStore() throws IOException, InterruptedException {
        Path keyStore = directory.resolve("tls.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "RSA",
                "-validity",
                "2",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD);
        return keyStore;
    }

    /** Its certificate, which everybody trusts. */
    private Path trustStore(Path keyStore) throws IOException, InterruptedException {
        Path certificate = directory.resolve("tls.crt");
        Path trustStore = directory.resolve("trust.p12");
        keytool(
                "-exportcert",
                "-alias",
                "tls",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "tls",
                "-file",
                certificate.toString(),
                "-storetype",
                "PKCS12",
                "-keystore",
                trustStore.toString(),
                "-storepass",
                PASSWORD);
        return trustStore;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        run(with(
                List.of(arguments),
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("command.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> read(log)).isZero();
    }

    private static Queue<JsonNode> consume(String broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        // Ends with this JVM, as its broker does.
        Connection connection = factory.newConnection("story consumer");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("orderloom.events", BuiltinExchangeType.TOPIC, true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "orderloom.events", "#");
        Queue<JsonNode> events = new ConcurrentLinkedQueue<>();
        ObjectMapper json = new ObjectMapper();
        channel.basicConsume(
                queue, true, (tag, delivery) -> events.add(json.readTree(delivery.getBody())), tag -> assertThat(tag)
                        .isNotNull());
        return events;
    }

    private static HttpClient trusting(Path trustStore) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(trustStore)) {
            trusted.load(file, PASSWORD.toCharArray());
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static List<String> with(List<String> list, String... more) {
        List<String> all = new java.util.ArrayList<>(List.of(more));
        all.addAll(list);
        return all;
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new java.security.SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
