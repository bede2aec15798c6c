package dev.shisa.driver;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port on which nobody listens, and that no connection of somebody else gets: it lies below those that the kernel gives away. */
public final class FreePort {

    private static final int FROM = 20_000;
    private static final int TO = 30_000;
    private static final int TRIES_MAX = 1_000;

    private FreePort() {}

    /** @throws IOException if none of many is free */
    public static int find() throws IOException {
        IOException taken = new IOException("no port between " + FROM + " and " + TO + " was tried");
        for (int i = 0; i < TRIES_MAX; i++) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(FROM, TO))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }
}
