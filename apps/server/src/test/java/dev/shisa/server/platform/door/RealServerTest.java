package dev.shisa.server.platform.door;

import dev.shisa.server.Shisa;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Sessions;
import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.storage.Trees;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole server behind a real port of this machine, spoken to in bytes; one for all classes. */
@SpringBootTest(
        classes = Shisa.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "logging.file.name=",
            "logging.threshold.console=WARN",
            "server.address=127.0.0.1" // nobody else finds it on an address of this machine
        })
public abstract class RealServerTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    protected static final Path DATA =
            Path.of("target", "door-data", TestDatabase.fork()).toAbsolutePath();
    protected static final Duration PATIENCE = Duration.ofMinutes(1);

    @LocalServerPort
    protected int port;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected Settings settings;

    @Autowired
    private Ids ids;

    @Autowired
    private Sessions sessions;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry properties) throws IOException {
        Trees.delete(DATA);
        properties.add("shisa.database.url", DATABASE::jdbcUrl);
        properties.add("shisa.database.user", DATABASE::user);
        properties.add("shisa.database.password", DATABASE::password);
        properties.add("shisa.data", DATA::toString);
    }

    @BeforeEach
    void organisation() {
        if (settings.get(Settings.ORGANISATION_ID).isEmpty()) {
            settings.set(Settings.ORGANISATION_ID, ids.next().toString());
            settings.set(Settings.ORGANISATION_NAME, "みどり浜光機株式会社");
        }
    }

    /** The cookie of somebody signed in who may do everything that people at work do. */
    protected final String session() {
        return session("owner,quality");
    }

    /** The cookie of somebody signed in who has these roles. */
    protected final String session(String roles) {
        UUID id = ids.next();
        jdbc.sql("""
            INSERT INTO person (id, email, name, language, password_hash, roles, series, created_at)
            VALUES (:id, :email, '田中', 'ja', 'none', CAST(:roles AS text[]), '{}', now())""")
                .param("id", id)
                .param("roles", "{" + roles + "}")
                .param("email", id + "@midorihama.example")
                .update();
        return Sessions.COOKIE + "=" + sessions.open(id, "test");
    }

    /** A connection from an address of this machine, e.g. {@code 127.0.0.7}. */
    protected final Wire connect(String from) throws IOException {
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int) PATIENCE.toMillis());
        plain.setSoTimeout((int) PATIENCE.toMillis());
        SSLSocket socket = (SSLSocket) trustingOurOwn().getSocketFactory().createSocket(plain, "localhost", port, true);
        socket.startHandshake();
        return new Wire(socket);
    }

    /** One connection, to write bytes to and read an answer from. */
    protected record Wire(SSLSocket socket) implements AutoCloseable {

        public Wire send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        public Wire send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        /** One answer, head and body, as text; empty if the connection ends without one. */
        public String answer() throws IOException {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith("\r\n\r\n")) {
                int one = in.read();
                if (one < 0) {
                    return bytes.toString(StandardCharsets.UTF_8);
                }
                bytes.write(one);
                text = bytes.toString(StandardCharsets.UTF_8);
            }
            java.util.regex.Matcher length = java.util.regex.Pattern.compile("(?i)content-length: ([0-9]+)")
                    .matcher(text);
            if (length.find()) {
                bytes.writeBytes(in.readNBytes(Integer.parseInt(length.group(1))));
            } else if (text.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked")) {
                for (String size = line(in); !size.equals("0"); size = line(in)) {
                    bytes.writeBytes(in.readNBytes(Integer.parseInt(size, 16)));
                    line(in);
                }
                line(in);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
                if (one != '\r') {
                    line.append((char) one);
                }
            }
            return line.toString();
        }

        /** Whether the other side has ended the connection. */
        public boolean isEnded() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Bytes of the files that lie where bodies wait. */
    protected static long waiting() {
        try (Stream<Path> all = Files.walk(DATA.resolve("run"))) {
            // How far long work was when a server ended stays for its next start; it holds nothing of a stranger's.
            return all.filter(file -> !file.startsWith(DATA.resolve("run").resolve("works")))
                    .mapToLong(RealServerTest::size)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // A file was gone between its name and its size.
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Waits until something holds. */
    protected static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !condition.getAsBoolean(); ) {
            Assertions.assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    /** The server has just made its certificate; what is tested here is not who it is. */
    protected static SSLContext trustingOurOwn() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
