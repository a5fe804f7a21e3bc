package io.orderloom.outbox;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Connects to the broker. The client library's own recovery is off: whoever lost a connection makes a new one. */
final class RabbitConnections {

    static final int CONNECT_MILLIS = 5_000;
    private static final int HEARTBEAT_SECONDS = 20;

    private RabbitConnections() {}

    /**
     * Opens a connection.
     *
     * @param name what the broker's operator sees
     * @param deliveries runs what consumers do; null when the connection only publishes
     * @throws IOException when the broker is away, or the address or its certificate is unusable
     */
    static Connection open(RabbitMqSettings settings, String name, @Nullable ExecutorService deliveries)
            throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            String uri = String.valueOf(settings.uri());
            if (uri.startsWith("amqps:")) {
                // set first: left alone, the library trusts every certificate
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            // the message may repeat the URI with its password
            throw new IOException("orderloom.rabbitmq.uri is not a usable address ("
                    + e.getClass().getSimpleName() + ")");
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_MILLIS * 2);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setChannelRpcTimeout((int) settings.confirmTimeout().toMillis());
        return deliveries == null ? factory.newConnection(name) : factory.newConnection(deliveries, name);
    }
}
