package dev.shisa.server.platform.admin;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.jobs.Background;
import dev.shisa.server.platform.storage.OwnerOnlyFiles;
import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A socket in the data directory that only the installation's own user can open. One line comes in ({@code ja user reset
 * EMAIL}, {@code en doctor}), an exit code and sentences go out.
 */
@Component
class AdminSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    private static final int REQUEST_BYTES_MAX = 1_000;
    private static final int AT_ONCE_MAX = 4;

    /** Longer than the slowest command works. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path socket;
    private final ObjectProvider<AdminCommand> commands;
    private final Messages messages;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Background.Timer timer = Background.timer("admin-timer");
    private @Nullable ServerSocketChannel server;

    AdminSocket(@Value("${shisa.data}") Path data, ObjectProvider<AdminCommand> commands, Messages messages) {
        this.socket = AdminClient.socket(data);
        this.commands = commands;
        this.messages = messages;
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() throws IOException {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > AdminClient.PATH_BYTES_MAX) {
            LOG.warn(
                    "the path of {} is too long for a socket; commands of the terminal will not reach this server",
                    socket);
            return;
        }
        Path folder = socket.resolveSibling("").normalize();
        OwnerOnlyFiles.createFolder(folder);
        // The data directory is locked by us, so a socket that is there was left over by a crash.
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        server = channel;
        Background.start("admin", () -> listen(channel));
    }

    private void listen(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                if (!places.tryAcquire()) {
                    client.close();
                    continue;
                }
                Background.startLight("admin-request", () -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the admin socket could not accept", e);
            }
        }
    }

    private void serve(SocketChannel client) {
        // A client that says nothing is hung up on.
        var giveUp = timer.after(PATIENCE, () -> close(client));
        try (client) {
            InputStream in = Channels.newInputStream(client);
            String request = new String(in.readNBytes(REQUEST_BYTES_MAX), StandardCharsets.UTF_8).strip();
            ByteBuffer answer = ByteBuffer.wrap(answer(request).getBytes(StandardCharsets.UTF_8));
            while (answer.hasRemaining()) {
                client.write(answer);
            }
        } catch (IOException e) {
            LOG.info("an admin request ended early: {}", e.getMessage());
        } finally {
            giveUp.cancel(false);
            places.release();
        }
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("close failed", e);
        }
    }

    /** The exit code on a line of its own, then what to print. */
    String answer(String request) {
        String[] words = request.split(" ", 3);
        Locale locale = words[0].equals("ja") ? Locale.JAPANESE : Locale.ENGLISH;
        AdminReply reply = reply(words.length > 1 ? words[1] : "", words.length > 2 ? words[2].strip() : "", locale);
        return reply.exitCode() + "\n" + reply.text() + "\n";
    }

    private AdminReply reply(String word, String rest, Locale locale) {
        try {
            return commands.stream()
                    .filter(command -> command.word().equals(word))
                    .findFirst()
                    .map(command -> command.answer(rest, locale))
                    .orElseGet(
                            () -> new AdminReply(AdminReply.WRONG_USAGE, messages.get(locale, "admin.unknown", word)));
        } catch (Problem e) {
            return new AdminReply(
                    AdminReply.PROBLEM,
                    messages.get(locale, "error." + e.code(), e.args()) + " "
                            + messages.get(locale, "error." + e.code() + ".next", e.args()));
        } catch (RuntimeException e) {
            LOG.error("the command {} failed", word, e);
            return new AdminReply(AdminReply.BUG, messages.get(locale, "admin.bug"));
        }
    }

    @Override
    public void close() throws IOException {
        timer.close();
        if (server != null) {
            server.close();
            Files.deleteIfExists(socket);
        }
    }
}
