package io.orderloom.outbox;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.orderloom.outbox.CommandVerdict.Done;
import io.orderloom.outbox.CommandVerdict.Later;
import io.orderloom.outbox.CommandVerdict.Poison;
import io.orderloom.outbox.CommandVerdict.Refused;
import io.orderloom.web.ProblemAnswers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;

/**
 * One connection that consumes commands on several channels. A message is acknowledged only after its effect
 * is committed and its sender told; whatever happens in between, it is delivered again.
 */
final class CommandConnection implements AutoCloseable {

    /**
     * The queue's own limit of deliveries, for a command that takes the whole node down with it. Ours
     * ({@link CommandSettings#tries}) is lower, because ours can say why.
     */
    private static final int DELIVERY_LIMIT = 20;

    private static final Logger LOG = LoggerFactory.getLogger(CommandConnection.class);

    private final CommandConsumer owner;
    private final RabbitMqSettings rabbitMq;
    private final CommandSettings settings;
    private final CommandDispatch dispatch;
    private final CommandAnswers answers;
    private final MeterRegistry meters;
    private final Connection connection;
    private final List<Channel> channels = new ArrayList<>();
    private final ScheduledExecutorService pauses;
    private volatile boolean blocked;
    private volatile boolean takesNoMore;
    /** One for each channel, in use while a command is worked on. */
    private final Semaphore hands;

    private CommandConnection(
            CommandConsumer owner,
            RabbitMqSettings rabbitMq,
            CommandSettings settings,
            CommandDispatch dispatch,
            CommandAnswers answers,
            MeterRegistry meters,
            Connection connection) {
        this.owner = owner;
        this.rabbitMq = rabbitMq;
        this.settings = settings;
        this.dispatch = dispatch;
        this.answers = answers;
        this.meters = meters;
        this.connection = connection;
        this.hands = new Semaphore(settings.consumers());
        this.pauses = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "command-pauses");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Connects, declares the queues and consumes.
     *
     * @throws IOException when the broker is away or refuses
     */
    static CommandConnection open(
            CommandConsumer owner,
            RabbitMqSettings rabbitMq,
            CommandSettings settings,
            CommandDispatch dispatch,
            CommandAnswers answers,
            MeterRegistry meters,
            ExecutorService deliveries)
            throws IOException, TimeoutException {
        Connection connection = RabbitConnections.open(rabbitMq, "orderloom-commands", deliveries);
        CommandConnection made =
                new CommandConnection(owner, rabbitMq, settings, dispatch, answers, meters, connection);
        try {
            made.consume();
            return made;
        } catch (IOException | TimeoutException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    boolean isOpen() {
        return connection.isOpen() && channels.stream().allMatch(Channel::isOpen);
    }

    /**
     * Waits until what is being worked on has come to its end. What is in memory and not begun returns to the queue
     * when the connection closes.
     */
    void takeNoMore(Duration patience) throws InterruptedException {
        takesNoMore = true;
        if (hands.tryAcquire(settings.consumers(), patience.toMillis(), TimeUnit.MILLISECONDS)) {
            hands.release(settings.consumers());
        } else {
            LOG.warn("A command is still being worked on; it is delivered again");
        }
    }

    @Override
    public void close() {
        takesNoMore = true;
        pauses.shutdownNow();
        connection.abort(RabbitConnections.CONNECT_MILLIS);
    }

    private void consume() throws IOException, TimeoutException {
        connection.addBlockedListener(
                reason -> {
                    blocked = true;
                    LOG.error("RabbitMQ blocks publishers ({}); commands wait in their queue", reason);
                },
                () -> blocked = false);
        try (Channel declaring = connection.createChannel()) {
            declaring.exchangeDeclare(RabbitBroker.EXCHANGE, BuiltinExchangeType.TOPIC, true);
        }
        declare(CommandConsumer.DEAD_LETTERS, Map.of("x-queue-type", "quorum"));
        declare(
                CommandConsumer.QUEUE,
                Map.of(
                        "x-queue-type", "quorum",
                        "x-delivery-limit", DELIVERY_LIMIT,
                        "x-dead-letter-exchange", "",
                        "x-dead-letter-routing-key", CommandConsumer.DEAD_LETTERS,
                        "x-dead-letter-strategy", "at-least-once",
                        "x-overflow", "reject-publish"));
        for (int i = 0; i < settings.consumers(); i++) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicQos(settings.prefetch());
            channels.add(channel);
        }
        for (Channel channel : channels) {
            channel.basicConsume(CommandConsumer.QUEUE, false, new Worker(channel));
        }
    }

    /** A queue that is there already keeps the limits that its operator gave it. */
    private void declare(String queue, Map<String, Object> arguments) throws IOException, TimeoutException {
        Channel asking = connection.createChannel();
        try {
            asking.queueDeclarePassive(queue);
            return;
        } catch (IOException absent) {
            if (!connection.isOpen()) {
                throw absent;
            }
        } finally {
            if (asking.isOpen()) {
                asking.abort();
            }
        }
        try (Channel declaring = connection.createChannel()) {
            declaring.queueDeclare(queue, true, false, false, arguments);
        }
    }

    /** Works on the commands of one channel, one after the other. */
    private final class Worker extends DefaultConsumer {

        private volatile boolean returned;

        Worker(Channel channel) {
            super(channel);
            channel.addReturnListener(message -> returned = true);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            hands.acquireUninterruptibly();
            try {
                work(envelope, properties, body);
            } finally {
                hands.release();
            }
        }

        private void work(Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
            if (takesNoMore || !getChannel().isOpen()) {
                return;
            }
            Timer.Sample begun = Timer.start(meters);
            String outcome = "lost";
            try {
                CommandVerdict verdict = dispatch.decide(properties, body);
                outcome = settle(envelope, properties, body, verdict);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOG.warn("Command {} is delivered again: {}", properties.getMessageId(), e.toString());
                LOG.debug("Command {} is delivered again", properties.getMessageId(), e);
                close();
            } finally {
                begun.stop(Timer.builder("orderloom.commands")
                        .description("Commands from the queue by what they came to")
                        .tag("type", dispatch.label(properties))
                        .tag("outcome", outcome)
                        .register(meters));
            }
        }

        @Override
        public void handleCancel(String tag) {
            LOG.error("The queue {} was taken away", CommandConsumer.QUEUE);
            close();
        }

        @Override
        public void handleShutdownSignal(String tag, ShutdownSignalException cause) {
            if (!cause.isInitiatedByApplication()) {
                close();
            }
        }

        private String settle(Envelope envelope, AMQP.BasicProperties properties, byte[] body, CommandVerdict verdict)
                throws IOException, InterruptedException, TimeoutException {
            long delivery = envelope.getDeliveryTag();
            if (verdict instanceof Done done) {
                reply(properties, done.answer());
                getChannel().basicAck(delivery, false);
                return CommandAnswers.isReplayed(done.answer()) ? "replayed" : "done";
            }
            if (verdict instanceof Refused refused) {
                if (!reply(properties, refused.answer())) {
                    publish(
                            RabbitBroker.EXCHANGE,
                            CommandAnswers.REFUSED_EVENT,
                            false,
                            answers.refusedEvent(properties, refused.answer()));
                }
                getChannel().basicAck(delivery, false);
                LOG.info(
                        "Command {} ({}) was refused with {}",
                        properties.getMessageId(),
                        properties.getType(),
                        refused.answer().getStatusCode().value());
                return "refused";
            }
            if (verdict instanceof Poison poison) {
                bury(
                        delivery,
                        properties,
                        body,
                        poison.why().code(),
                        poison.why().detail());
                reply(properties, ProblemAnswers.of(poison.why()));
                return "poison";
            }
            return later(delivery, envelope.isRedeliver(), properties, body, ((Later) verdict).why());
        }

        private String later(
                long delivery, boolean redelivered, AMQP.BasicProperties properties, byte[] body, RuntimeException why)
                throws IOException, InterruptedException, TimeoutException {
            if (!owner.databaseIsThere()) {
                throw new IOException("the database is away", why);
            }
            int deliveries = redelivered ? earlierDeliveries(properties) : 0;
            LOG.warn(
                    "Command {} ({}) failed at delivery {}",
                    properties.getMessageId(),
                    properties.getType(),
                    deliveries + 1,
                    why);
            if (deliveries + 1 >= settings.tries()) {
                bury(
                        delivery,
                        properties,
                        body,
                        "TRIED_TOO_OFTEN",
                        why.getClass().getSimpleName());
                return "given-up";
            }
            long pause = settings.pauseAfter(deliveries).toMillis();
            ScheduledFuture<?> unused = pauses.schedule(() -> giveBack(delivery), pause, TimeUnit.MILLISECONDS);
            return "again";
        }

        private void giveBack(long delivery) {
            try {
                getChannel().basicNack(delivery, false, true);
            } catch (IOException | RuntimeException e) {
                LOG.debug("The connection was closed first, which gives it back too", e);
            }
        }

        private void bury(long delivery, AMQP.BasicProperties properties, byte[] body, String code, String detail)
                throws IOException, InterruptedException, TimeoutException {
            returned = false;
            boolean taken =
                    publish("", CommandConsumer.DEAD_LETTERS, true, answers.deadLetter(properties, body, code, detail));
            // what no queue takes comes back before its confirm
            if (!taken || returned) {
                throw new IOException("RabbitMQ did not take a dead letter");
            }
            getChannel().basicAck(delivery, false);
            LOG.error(
                    "Command {} ({}) went to the dead letters: {}",
                    properties.getMessageId(),
                    properties.getType(),
                    code);
        }

        /** @return whether the sender wanted an answer; who no longer listens for it goes without */
        private boolean reply(AMQP.BasicProperties command, ResponseEntity<?> answer)
                throws IOException, InterruptedException, TimeoutException {
            String to = command.getReplyTo();
            if (to == null || to.isBlank() || to.startsWith("orderloom.")) {
                return false;
            }
            publish("", to, false, answers.reply(command, answer));
            return true;
        }

        private boolean publish(String exchange, String routingKey, boolean mandatory, CommandAnswers.Message message)
                throws IOException, InterruptedException, TimeoutException {
            getChannel().basicPublish(exchange, routingKey, mandatory, message.properties(), message.body());
            while (true) {
                try {
                    return getChannel()
                            .waitForConfirms(rabbitMq.confirmTimeout().toMillis());
                } catch (TimeoutException e) {
                    if (!blocked) {
                        throw e;
                    }
                }
            }
        }
    }

    private static int earlierDeliveries(AMQP.BasicProperties properties) {
        Object count =
                properties.getHeaders() == null ? null : properties.getHeaders().get("x-delivery-count");
        return count instanceof Number number ? number.intValue() : 0;
    }
}
