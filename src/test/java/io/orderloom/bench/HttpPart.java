package io.orderloom.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderloom.OrderloomApplication;
import io.orderloom.testing.Answer;
import io.orderloom.testing.Api;
import io.orderloom.testing.JavaProcess;
import io.orderloom.testing.MariaDbServer;
import io.orderloom.testing.Ports;
import io.orderloom.testing.Servers;
import io.orderloom.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * The product as others meet it: the service with its sandbox in a process of its own, called over HTTP,
 * its events read from RabbitMQ. What a shop's backend would wait for, this driver waits for.
 */
final class HttpPart implements Variant {

    /** A parcel's jobs call the sandbox; a real one is signed for a day later. */
    private static final long UNDER_WAY_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private final MariaDbServer server;
    private final JavaProcess service;
    private final Api api;
    private final Api sandbox;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong shoppers = new AtomicLong();

    HttpPart(BenchDatabase on) throws Exception {
        server = on.server();
        TestDatabase database = on.database();
        String rabbit = Servers.rabbitMq();
        int port = Ports.free();
        int sandboxPort = Ports.free();
        Path directory = Files.createTempDirectory("orderloom-bench");
        service = JavaProcess.start(
                List.of("-Xmx1g", "-Duser.timezone=UTC"),
                OrderloomApplication.class.getName(),
                List.of(
                        "--orderloom.mode=demo",
                        "--server.port=" + port,
                        "--orderloom.sandbox.port=" + sandboxPort,
                        "--orderloom.data-dir=" + directory,
                        "--orderloom.web.rate-limit.enabled=false",
                        "--orderloom.rabbitmq.uri=" + rabbit,
                        "--logging.level.root=WARN",
                        "--spring.datasource.url=" + on.bareUrl(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password()),
                directory.resolve("service.log"),
                () -> Ports.accepts(port));
        api = new Api("http://127.0.0.1:" + port);
        sandbox = new Api("http://127.0.0.1:" + sandboxPort);
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> api.get("/actuator/health/readiness").status() == 200);
        listen(rabbit);
    }

    private void listen(String rabbit) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit);
        Connection connection = factory.newConnection("bench consumer");
        Channel channel = connection.createChannel();
        channel.exchangeDeclare("orderloom.events", BuiltinExchangeType.TOPIC, true);
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "orderloom.events", "#");
        ObjectMapper json = new ObjectMapper();
        channel.basicConsume(
                queue,
                true,
                (tag, delivery) -> {
                    JsonNode event = json.readTree(delivery.getBody());
                    seen.add(event.path("subject").asText() + event.path("type").asText());
                },
                tag -> {});
    }

    /** CPU of the service's process, in milliseconds since it began. */
    double serviceCpuMillis() {
        return service.cpu().toNanos() / 1e6;
    }

    @Override
    public String name() {
        return "product over HTTP";
    }

    @Override
    public MariaDbServer server() {
        return server;
    }

    @Override
    public void wake() {
        // it is never put to rest
    }

    @Override
    public void rest() {
        // nothing else runs beside it
    }

    @Override
    public Way newOrder() {
        return new OrderWay("shopper-" + shoppers.incrementAndGet() % 10_000);
    }

    private final class OrderWay implements Way {

        private final Api shop;
        private final Api warehouse = api.as("demo-warehouse");
        private final String openid;
        private String orderNo = "";
        private String paymentNo = "";
        private long shippedAt;

        OrderWay(String shopper) {
            shop = api.as("demo-shop").forShopper(shopper);
            openid = "openid-" + shopper;
        }

        @Override
        public boolean ready(Step step) {
            return switch (step) {
                case SHIP -> seen.contains(orderNo + "order.paid.v1");
                case SIGNED -> System.nanoTime() - shippedAt > UNDER_WAY_NANOS;
                case RECEIPT -> seen.contains(orderNo + "order.delivered.v1");
                default -> true;
            };
        }

        @Override
        public void take(Step step) {
            switch (step) {
                case PLACE -> orderNo = text(shop.post("/api/v1/orders", basket()), "orderNo");
                case OPEN_PAYMENT ->
                    paymentNo = text(
                            shop.post(
                                    "/api/v1/orders/" + orderNo + "/payments",
                                    Map.of("channel", "WECHAT_PAY", "scene", "MINI_PROGRAM", "payerId", openid)),
                            "paymentNo");
                case PAID -> done(sandbox.post("/sandbox/v1/payments/" + paymentNo + "/pay", Map.of()));
                case SHIP -> {
                    done(warehouse.post(
                            "/api/v1/orders/" + orderNo + "/shipments",
                            Map.of("carrier", "SF", "trackingNo", "SF" + orderNo)));
                    shippedAt = System.nanoTime();
                }
                case SIGNED ->
                    done(sandbox.post("/sandbox/v1/parcels/SF" + orderNo + "/events", Map.of("state", "SIGNED")));
                case RECEIPT -> {
                    done(shop.post("/api/v1/orders/" + orderNo + "/receipt", ""));
                    seen.removeIf(event -> event.startsWith(orderNo));
                }
            }
        }

        private Map<String, Object> basket() {
            var skus = Goods.pair(Goods.nextPair());
            return Map.of(
                    "items",
                    List.of(
                            Map.of("skuId", skus.get(0).value(), "quantity", 2),
                            Map.of("skuId", skus.get(1).value(), "quantity", 1)),
                    "deliveryMethod",
                    "EXPRESS",
                    "shippingAddress",
                    Map.of(
                            "name", "张三",
                            "phone", "13800000000",
                            "province", "浙江省",
                            "city", "杭州市",
                            "district", "西湖区",
                            "detail", "文三路 1 号 " + openid));
        }

        private static String text(Answer answer, String field) {
            done(answer);
            return answer.body().path(field).asText();
        }

        private static void done(Answer answer) {
            if (answer.status() >= 300) {
                throw new IllegalStateException(answer.toString());
            }
        }
    }
}
