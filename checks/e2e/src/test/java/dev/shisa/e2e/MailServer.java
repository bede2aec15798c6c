package dev.shisa.e2e;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Exim on the loopback, with folders, certificates and ports of its own: it asks for TLS and a password, has one
 * mailbox, and keeps what arrives there in files. Its ports differ in manner.
 */
final class MailServer implements AutoCloseable {

    static final String ACCOUNT = "shisa";
    static final String PASSWORD = "a word for the mail server";
    static final String MAILBOX = "audit@example.com";

    private static final String PROGRAM = "/usr/sbin/exim4";
    private static final long WAIT_SECONDS_MAX = 60;
    private static final int POLL_MS = 20;

    /** What is special about a port; its name is one of the configuration. */
    enum Manner {
        /** Plain greeting, then TLS. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** As STARTTLS, with a certificate of an authority that nobody knows. */
        UNKNOWN_AUTHORITY,
        /** It offers no TLS. */
        PLAIN,
        /** It greets after two minutes. */
        SLOW
    }

    private final Path folder;
    private final Map<Manner, Integer> ports;
    private Process process;

    private MailServer(Path folder, Map<Manner, Integer> ports) throws IOException, InterruptedException {
        this.folder = folder;
        this.ports = ports;
        this.process = begin();
    }

    static MailServer start() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("shisa-mail").toRealPath();
        // Started as root, it works as another user.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String mine : List.of("spool", "log", "mail", "known", "unknown")) {
            Files.createDirectory(folder.resolve(mine));
        }
        certify(folder.resolve("known"));
        certify(folder.resolve("unknown"));
        give(folder);
        Map<Manner, Integer> ports = freePorts();
        Files.writeString(folder.resolve("exim.conf"), configuration(folder, ports));
        return new MailServer(folder, ports);
    }

    private static Map<Manner, Integer> freePorts() throws IOException {
        Map<Manner, Integer> ports = new EnumMap<>(Manner.class);
        List<ServerSocket> held = new ArrayList<>();
        for (Manner manner : Manner.values()) {
            ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(free);
            ports.put(manner, free.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return ports;
    }

    /** A certificate for this computer that signs itself; who trusts it trusts nobody else. */
    private static void certify(Path place) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "certificate.pem")
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (openssl.waitFor() != 0) {
            throw new AssertionError("openssl makes no certificate: " + said);
        }
    }

    /** Exim replaces what these first lines define wherever it stands in the rest. */
    private static String configuration(Path folder, Map<Manner, Integer> ports) throws IOException {
        StringBuilder lines = new StringBuilder();
        lines.append("FOLDER = ").append(folder).append('\n');
        lines.append("RUN_AS = ").append(worksAs()).append('\n');
        lines.append("ACCOUNT = ").append(ACCOUNT).append('\n');
        lines.append("PASSWORD = ").append(PASSWORD).append('\n');
        ports.forEach((manner, port) -> lines.append("AT_" + manner + " = " + port + '\n'));
        try (InputStream rest = Objects.requireNonNull(MailServer.class.getResourceAsStream("exim.conf"))) {
            return lines + new String(rest.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static String worksAs() {
        return isRoot() ? "Debian-exim" : System.getProperty("user.name", "");
    }

    /** Makes whoever Exim works as the owner of what lies in the folder. */
    private static void give(Path folder) throws IOException {
        if (isRoot()) {
            UserPrincipal exim =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(worksAs());
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.filter(path -> !path.equals(folder)).toList()) {
                    Files.setOwner(path, exim);
                }
            }
        }
    }

    int port(Manner manner) {
        return ports.getOrDefault(manner, 0);
    }

    /** The certificate that is known. */
    Path certificate() {
        return folder.resolve("known").resolve("certificate.pem");
    }

    /** What lies in the mailbox, oldest first. */
    List<MimeMessage> mails() throws IOException, MessagingException {
        List<MimeMessage> mails = new ArrayList<>();
        Path arrived = folder.resolve("mail").resolve("new");
        if (Files.isDirectory(arrived)) {
            try (Stream<Path> files = Files.list(arrived)) {
                for (Path file : files.sorted().toList()) {
                    try (InputStream in = Files.newInputStream(file)) {
                        mails.add(new MimeMessage(Session.getInstance(new Properties()), in));
                    }
                }
            }
        }
        return mails;
    }

    /** The mails, as soon as there are so many: it takes one before it has put it into the mailbox. */
    List<MimeMessage> awaitMails(int count) throws IOException, MessagingException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (mails().size() < count && System.nanoTime() < end) {
            Thread.sleep(POLL_MS);
        }
        return mails();
    }

    /** What it noted: who came, who was refused, what arrived. */
    String log() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("log"))) {
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** Ends it; what lies in the mailbox stays. */
    void stop() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** After {@link #stop}. */
    void startAgain() throws IOException, InterruptedException {
        process = begin();
    }

    private Process begin() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process begun = new ProcessBuilder(
                        PROGRAM, "-C", folder.resolve("exim.conf").toString(), "-bdf")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!greets(port(Manner.STARTTLS))) {
            if (!begun.isAlive() || System.nanoTime() > end) {
                begun.destroyForcibly();
                throw new AssertionError("Exim does not serve: " + Files.readString(output) + log());
            }
            Thread.sleep(POLL_MS);
        }
        return begun;
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(WAIT_SECONDS_MAX));
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
