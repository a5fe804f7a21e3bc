package io.orderloom.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A line to a server that can be made slow while it is in use: every piece of an answer then comes later. */
public final class SlowLine implements AutoCloseable {

    private static final int PIECE = 16 * 1024;

    private final ServerSocket door;
    private final int server;
    private volatile Duration delay = Duration.ZERO;

    /** @param server the port on this machine to which the line leads */
    public SlowLine(int server) {
        this.server = server;
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The port to call in place of the server's. */
    public int port() {
        return door.getLocalPort();
    }

    /** From now on every piece of an answer comes so much later. */
    public void slowDown(Duration by) {
        delay = by;
    }

    @Override
    public void close() {
        hangUp(door);
    }

    private void accept() {
        boolean connected = true;
        while (connected || !door.isClosed()) {
            connected = connect();
        }
    }

    /** Connects the next caller. @return whether there was one, and a server for them */
    private boolean connect() {
        try {
            Socket caller = door.accept();
            Socket line = new Socket(InetAddress.getLoopbackAddress(), server);
            caller.setTcpNoDelay(true);
            line.setTcpNoDelay(true);
            start(() -> pass(caller, line, false));
            start(() -> pass(line, caller, true));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void pass(Socket from, Socket to, boolean slowly) {
        byte[] piece = new byte[PIECE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (slowly) {
                    hold(delay);
                }
                out.write(piece, 0, read);
                out.flush();
            }
        } catch (IOException e) {
            // One side has hung up; closing both tells the other.
            return;
        }
    }

    private static void hold(Duration by) {
        long end = System.nanoTime() + by.toNanos();
        for (long left = by.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "slow-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void hangUp(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
