package dev.shisa.server.platform.admin;

import dev.shisa.server.platform.web.Messages;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the running server over its socket, which only the installation's own user can open. */
public final class AdminClient {

    /** What the server answers at most; a list of a few thousand people. */
    private static final int ANSWER_BYTES_MAX = 1_000_000;

    /** A socket's path has to fit into the kernel's 108 bytes. */
    static final int PATH_BYTES_MAX = 107;

    private AdminClient() {}

    /**
     * A command's words and the data directory that they are about.
     *
     * @param words without {@code --data DIR}, which may stand anywhere
     */
    public record Words(List<String> words, Path data) {

        public static Words of(String... args) {
            List<String> words = new ArrayList<>();
            String data = System.getProperty("shisa.data", "data");
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("--data") && i + 1 < args.length) {
                    data = args[++i];
                } else if (args[i].startsWith("--data=")) {
                    data = args[i].substring("--data=".length());
                } else {
                    words.add(args[i]);
                }
            }
            return new Words(List.copyOf(words), Path.of(data).toAbsolutePath().normalize());
        }
    }

    /**
     * Sends one request and gives the server's answer.
     *
     * @param request one line, e.g. {@code user list}
     * @throws IOException if no server answers; {@link #unreachable} puts it into words
     */
    public static AdminReply ask(Path data, String request, Locale locale) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket(data)));
            channel.write(ByteBuffer.wrap(((locale.getLanguage().equals("ja") ? "ja " : "en ") + request + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            byte[] answer = Channels.newInputStream(channel).readNBytes(ANSWER_BYTES_MAX);
            String text = new String(answer, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            if (end < 1 || !text.substring(0, end).matches("[0-9]{1,2}")) {
                throw new IOException("no answer");
            }
            return new AdminReply(
                    Integer.parseInt(text.substring(0, end)),
                    text.substring(end + 1).stripTrailing());
        }
    }

    /** Where the server of a data directory listens. */
    public static Path socket(Path data) {
        return data.toAbsolutePath().normalize().resolve("run").resolve("admin.sock");
    }

    /** Why nobody could be asked, and what to do about it. */
    public static AdminReply unreachable(Path data, IOException e, Locale locale) {
        Path socket = socket(data);
        Messages messages = new Messages();
        return new AdminReply(
                AdminReply.CANNOT_REACH,
                Files.exists(socket) && !Files.isWritable(socket)
                        ? messages.get(locale, "admin.forbidden", socket)
                        : messages.get(locale, "admin.away", data, String.valueOf(e.getMessage())));
    }
}
