package dev.shisa.server.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/** A device on a loopback address of its own that speaks just enough FTP to refuse strangers, or to let them in. */
final class FakeDevice implements AutoCloseable {

    /** Tests of two processes at one time have a device each. */
    static final String ADDRESS = "127.0.1." + System.getProperty("shisa.tests.fork", "1");

    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<HttpServer> webs = new ArrayList<>();

    /** Opens a port. */
    int ftp(boolean letsStrangersIn) throws IOException {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.ofLiteral(ADDRESS));
        doors.add(door);
        Thread.ofPlatform().daemon().start(() -> {
            while (!door.isClosed()) {
                try {
                    Socket visitor = door.accept();
                    Thread.ofPlatform().daemon().start(() -> serve(visitor, letsStrangersIn));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return door.getLocalPort();
    }

    /** Opens a web server whose update page takes whatever it is sent. */
    int updates() throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), 0), 50);
        web.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        web.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                boolean sent = exchange.getRequestMethod().equals("POST")
                        && exchange.getRequestURI().getPath().equals("/update");
                byte[] answer = (sent
                                ? "{\"accepted\": true}"
                                : "<form method=post action=/update enctype=multipart/form-data>"
                                        + "<input type=file name=fw></form>")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", sent ? "application/json" : "text/html");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        web.start();
        webs.add(web);
        return web.getAddress().getPort();
    }

    private static void serve(Socket visitor, boolean letsStrangersIn) {
        try (visitor) {
            visitor.setSoTimeout(10_000);
            OutputStream out = visitor.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(visitor.getInputStream(), StandardCharsets.ISO_8859_1));
            say(out, "220 FTP server <b>ready</b>");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.strip().toUpperCase(Locale.ROOT).split(" ", 2)[0];
                switch (command) {
                    case "USER" -> say(out, "331 Password required");
                    case "PASS" -> say(out, letsStrangersIn ? "230 Welcome" : "530 Login incorrect");
                    case "QUIT" -> {
                        say(out, "221 Bye");
                        return;
                    }
                    default -> say(out, letsStrangersIn ? "200 OK" : "530 Please log in");
                }
            }
        } catch (IOException e) {
            // Gone again.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        webs.forEach(web -> web.stop(0));
        for (ServerSocket door : doors) {
            door.close();
        }
    }
}
