package dev.shisa.server.platform.outgoing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A receiver of requests on this computer that shows what it got. */
public final class HttpSink implements AutoCloseable {

    private final HttpServer server;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final CountDownLatch visited = new CountDownLatch(1);

    /** One request; the names of headers are in lower case. */
    public record Got(String path, Map<String, String> headers, String body) {}

    /** @param headers of each answer */
    public HttpSink(int status, Map<String, String> headers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Map<String, String> sent = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> sent.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            got.add(new Got(
                    exchange.getRequestURI().getPath(),
                    sent,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            visited.countDown();
        });
        server.start();
    }

    /** {@code http://localhost:…/path}. */
    public String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** Returns when somebody has sent something. */
    public void awaitVisitor() throws InterruptedException {
        visited.await();
    }

    public List<Got> got() {
        return got;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
