package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.driver.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A real nginx or Caddy with an example of {@code ops/proxy}: only places and ports are replaced in the file. */
final class ReverseProxy implements AutoCloseable {

    /** Where we come from, to be told apart from the proxy. */
    static final String CLIENT = "127.0.0.2";

    private static final int PATIENCE_MS_MAX = 120_000;
    private static final int STARTS_MAX = 600;

    private final Process process;
    private final Path folder;
    private final int port;
    private final String host;

    private ReverseProxy(Process process, Path folder, int port, String host) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.host = host;
    }

    /**
     * Starts one.
     *
     * @param example file of {@code ops/proxy}
     * @param shisa port of Shisa
     * @param authority certificate that Shisa's is below of
     */
    static ReverseProxy start(String example, Path folder, int shisa, Path authority)
            throws IOException, InterruptedException {
        int port = FreePort.find();
        String host = example.endsWith("public") || example.endsWith("public.conf")
                ? "psirt.example.com"
                : "shisa.example.com";
        Files.createDirectories(folder.resolve("logs"));
        Files.copy(authority, folder.resolve("shisa-ca.pem"));
        Process certificate = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=" + host,
                        "-addext",
                        "subjectAltName=DNS:" + host,
                        "-keyout",
                        "proxy.key",
                        "-out",
                        "proxy.pem")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.txt").toFile())
                .start();
        assertThat(certificate.waitFor()).isZero();
        String text = Files.readString(ShisaProcess.home().resolve("ops/proxy").resolve(example))
                .replace("/etc/shisa/", folder + "/")
                .replace("/var/log/nginx/", folder + "/logs/")
                .replace("127.0.0.1:8443", "localhost:" + shisa)
                .replace("listen 443", "listen 127.0.0.1:" + port)
                .replace("https://" + host + " {", "https://" + host + ":" + port + " {")
                .replace("https:// {", "https://:" + port + " {");
        Files.writeString(folder.resolve("example"), text);
        boolean nginx = example.startsWith("nginx");
        Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off;\nmaster_process off;\npid " + folder + "/pid;\nerror_log " + folder
                        + "/logs/error.log crit;\nevents {}\nhttp {\n"
                        + Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                                .map(each -> each + "_temp_path " + folder + "/" + each + ";\n")
                                .reduce("", String::concat)
                        + "include " + folder + "/example;\n}\n");
        ProcessBuilder builder = new ProcessBuilder(
                nginx
                        ? List.of(
                                "nginx",
                                "-p",
                                folder.toString(),
                                "-c",
                                folder.resolve("nginx.conf").toString())
                        : List.of(
                                "caddy",
                                "run",
                                "--adapter",
                                "caddyfile",
                                "--config",
                                folder.resolve("example").toString()));
        builder.environment().putAll(Map.of("XDG_DATA_HOME", folder.toString(), "XDG_CONFIG_HOME", folder.toString()));
        builder.environment().merge("PATH", ":/usr/sbin", String::concat);
        Process process = builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("logs/said.txt").toFile())
                .start();
        ReverseProxy proxy = new ReverseProxy(process, folder, port, host);
        proxy.awaitPort();
        return proxy;
    }

    private void awaitPort() throws IOException, InterruptedException {
        for (int i = 0; i < STARTS_MAX && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new AssertionError("the proxy does not listen: " + logs());
    }

    String host() {
        return host;
    }

    /** A connection that names this host to TLS. */
    SSLSocket connect(String name) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory()
                    .createSocket(InetAddress.ofLiteral("127.0.0.1"), port, InetAddress.ofLiteral(CLIENT), 0);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MS_MAX);
            return socket;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IOException("no TLS", e);
        }
    }

    /** Sends exactly this and reads until the proxy closes; what is not text is read as Latin-1. */
    String exchange(String request) throws IOException {
        try (SSLSocket socket = connect(host)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Asks for a target as written, with these header fields besides, and closes afterwards. */
    String get(String target, String... fields) throws IOException {
        return exchange(
                "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\nAccept-Language: en\r\n"
                        + Stream.of(fields).map(field -> field + "\r\n").reduce("", String::concat) + "\r\n");
    }

    /** Everything that it has written about what it was asked. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Whose certificate it is does not matter here. */
    private static final class Anybody implements X509TrustManager {

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
