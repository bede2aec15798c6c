package dev.shisa.probe.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Declaration.Policy;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.ports.Protocol;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Endpoint;
import dev.shisa.probe.run.TestBench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small web interface with a form log-in, good by default; a test replaces pages by worse ones. */
final class FakeDevice implements AutoCloseable {

    interface Handler {
        void handle(Call call) throws IOException;
    }

    static final String USER = "owner";
    static final String FIRST = "Gk71-pqWzz";
    static final int LENGTH_MIN = 8;

    private final HttpServer server;
    private final Map<String, Handler> pages = new ConcurrentHashMap<>();
    private final Map<String, Handler> open = new ConcurrentHashMap<>();
    private final Map<String, Boolean> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    volatile String password = FIRST;
    volatile int lengthMin = LENGTH_MIN;
    /** Right log-ins from this one to that one get no answer. */
    volatile int losesFrom;

    volatile int losesTo;
    private final AtomicInteger logins = new AtomicInteger();

    volatile boolean keepsChosenSession;
    volatile boolean countsSessions;
    volatile boolean refusesQueries;
    private volatile @Nullable Handler everything;
    private volatile @Nullable Handler changes;

    FakeDevice() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                route(new Call(exchange));
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** As a scan of ports finds it. */
    Service service() {
        return new Service(
                Endpoint.tcp(InetAddress.ofLiteral("127.0.0.1"), port()),
                Protocol.HTTP,
                false,
                new byte[0],
                Exchange.NONE);
    }

    /** A bench with the log-in of such a device, its policy, and an image that the maker made. */
    static TestBench bench(byte[] image) {
        return new TestBench(
                List.of(new Credential("http", USER, FIRST, "unique per unit")),
                new Policy(Optional.of(true), OptionalInt.of(20), OptionalInt.of(60), OptionalInt.of(LENGTH_MIN)),
                image);
    }

    /** A page behind the log-in, linked from the first one. */
    FakeDevice page(String path, Handler handler) {
        pages.put(path, handler);
        return this;
    }

    /** A page for everybody. */
    FakeDevice open(String path, Handler handler) {
        open.put(path, handler);
        return this;
    }

    /** Answers all requests in this way. */
    void everything(Handler handler) {
        everything = handler;
    }

    /** What becomes of a new password. */
    void changes(Handler handler) {
        changes = handler;
    }

    private void route(Call call) throws IOException {
        String path = call.path();
        Handler all = everything;
        if (all != null) {
            all.handle(call);
        } else if (refusesQueries && call.exchange.getRequestURI().getRawQuery() != null) {
            call.html(403, "refused");
        } else if (path.equals("/login")) {
            login(call);
        } else if (open.containsKey(path)) {
            open.get(path).handle(call);
        } else if (!sessions.containsKey(call.cookie("sid"))) {
            call.redirect("/login");
        } else if (path.equals("/password")) {
            change(call);
        } else if (pages.containsKey(path)) {
            pages.get(path).handle(call);
        } else if (path.equals("/")) {
            StringBuilder links = new StringBuilder("<a href=/password>password</a>");
            pages.keySet()
                    .forEach(page -> links.append("<a href='")
                            .append(page)
                            .append("'>")
                            .append(page)
                            .append("</a>"));
            call.html(200, "<h1>Device</h1>" + links);
        } else {
            call.html(404, "not found");
        }
    }

    private void login(Call call) throws IOException {
        String form = "<form method=post action=/login><input name=user><input name=pass type=password></form>";
        if (!call.method().equals("POST")) {
            call.html(200, form);
        } else if (USER.equals(call.form().get("user"))
                && password.equals(call.form().get("pass"))) {
            int login = logins.incrementAndGet();
            if (login >= losesFrom && login <= losesTo) {
                return;
            }
            String session = keepsChosenSession && !call.cookie("sid").isEmpty() ? call.cookie("sid") : newSession();
            sessions.put(session, true);
            call.exchange.getResponseHeaders().add("Set-Cookie", "sid=" + session + "; HttpOnly");
            call.redirect("/");
        } else {
            call.html(401, "wrong" + form);
        }
    }

    private String newSession() {
        int next = number.incrementAndGet();
        return countsSessions ? "1000000" + next : "s" + java.util.UUID.nameUUIDFromBytes(new byte[] {(byte) next, 7});
    }

    private void change(Call call) throws IOException {
        Handler other = changes;
        Map<String, String> form = call.form();
        if (!call.method().equals("POST")) {
            call.html(200, "<form method=post><input name=old type=password><input name=new type=password></form>");
        } else if (other != null) {
            other.handle(call);
        } else if (!password.equals(form.get("old"))
                || form.getOrDefault("new", "").length() < lengthMin) {
            call.html(400, "refused");
        } else {
            password = form.getOrDefault("new", "");
            sessions.clear();
            call.html(200, "changed");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** One request. */
    static final class Call {

        private final HttpExchange exchange;
        private final byte[] body;

        Call(HttpExchange exchange) throws IOException {
            this.exchange = exchange;
            body = exchange.getRequestBody().readNBytes(1 << 20);
        }

        String method() {
            return exchange.getRequestMethod();
        }

        String path() {
            return exchange.getRequestURI().getPath();
        }

        byte[] body() {
            return body.clone();
        }

        String header(String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }

        String cookie(String name) {
            for (String part : header("Cookie").split(";", 50)) {
                if (part.strip().startsWith(name + "=")) {
                    return part.strip().substring(name.length() + 1);
                }
            }
            return "";
        }

        Map<String, String> query() {
            String query = exchange.getRequestURI().getRawQuery();
            return parse(query == null ? "" : query);
        }

        Map<String, String> form() {
            return parse(new String(body, StandardCharsets.ISO_8859_1));
        }

        private static Map<String, String> parse(String text) {
            Map<String, String> values = new TreeMap<>();
            for (String pair : text.split("&", 100)) {
                String[] parts = pair.split("=", 2);
                try {
                    values.put(parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
                } catch (IllegalArgumentException e) {
                    values.put(parts[0], "");
                }
            }
            return new LinkedHashMap<>(values);
        }

        void html(int status, String html) throws IOException {
            send(status, "text/html; charset=utf-8", "<html><body>" + html + "</body></html>");
        }

        void send(int status, String type, String text) throws IOException {
            send(status, type, text.getBytes(StandardCharsets.UTF_8));
        }

        void send(int status, String type, byte[] bytes) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        void exchangeHeader(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
        }

        void redirect(String to) throws IOException {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        }
    }
}
