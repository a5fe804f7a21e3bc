package io.orderloom.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an adapter and its gateway, and answers a later call with what was answered to an earlier one:
 * whole, signed by the gateway, and about something else.
 */
public final class ReplayingWire implements AutoCloseable {

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final ServerSocket door;
    private final URI gateway;
    private final AtomicReference<byte @Nullable []> lastAnswer = new AtomicReference<>();
    private volatile boolean replaying;

    /** @param gateway where the calls go */
    public ReplayingWire(String gateway) throws IOException {
        this.gateway = URI.create(gateway);
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "replaying-wire");
        thread.setDaemon(true);
        thread.start();
    }

    public String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** From now on every call gets the last answer once more. */
    public void replayTheLastAnswer() {
        replaying = true;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        boolean open = true;
        while (open) {
            open = answered();
        }
    }

    /** Answers one call. @return whether there can be another one */
    private boolean answered() {
        try (Socket caller = door.accept()) {
            byte[] call = whole(caller.getInputStream());
            byte[] answer = lastAnswer.get();
            if (!replaying || answer == null) {
                answer = forwarded(call);
                lastAnswer.set(answer);
            }
            caller.getOutputStream().write(answer);
            return true;
        } catch (IOException e) {
            // A caller that went away is no reason to leave the next one alone.
            return !door.isClosed();
        }
    }

    private byte[] forwarded(byte[] call) throws IOException {
        try (Socket line = new Socket(gateway.getHost(), gateway.getPort())) {
            String text = new String(call, StandardCharsets.ISO_8859_1);
            line.getOutputStream()
                    .write(text.replaceFirst("\r\n", "\r\nConnection: close\r\n")
                            .replaceFirst("(?i)\r\nConnection: keep-alive", "")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return line.getInputStream().readAllBytes();
        }
    }

    /** One request: its head, and as much of a body as it announces. */
    private static byte[] whole(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.ISO_8859_1).endsWith(END_OF_HEAD)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The call ended early");
            }
            read.write(next);
        }
        String head = read.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int announced = head.indexOf("\r\ncontent-length:");
        if (announced >= 0) {
            int from = announced + "\r\ncontent-length:".length();
            read.writeBytes(in.readNBytes(Integer.parseInt(
                    head.substring(from, head.indexOf("\r\n", from)).strip())));
        }
        return read.toByteArray();
    }
}
