package dev.shisa.server.platform.account;

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

/**
 * {@code shisa user reset EMAIL} and {@code shisa user list}: asks the running server over its socket, which only the
 * installation's own user can open. Plain Java, so that it answers at once.
 */
public final class AdminClient {

    static final int WRONG_USAGE = 2;
    static final int CANNOT_REACH = 4;

    /** What the server answers at most; a list of a few thousand people. */
    private static final int ANSWER_BYTES_MAX = 1_000_000;

    /** A socket's path has to fit into the kernel's 108 bytes. */
    static final int PATH_BYTES_MAX = 107;

    private AdminClient() {}

    /** What came of it. */
    record Outcome(int exitCode, String text) {}

    public static void main(String[] args) {
        Outcome outcome = run(args, Locale.getDefault());
        if (outcome.exitCode() == 0) {
            System.out.println(outcome.text());
        } else {
            System.err.println(outcome.text());
        }
        System.exit(outcome.exitCode());
    }

    static Outcome run(String[] args, Locale locale) {
        boolean japanese = locale.getLanguage().equals("ja");
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
        boolean reset =
                words.size() == 3 && words.get(0).equals("user") && words.get(1).equals("reset");
        boolean list = words.equals(List.of("user", "list"));
        if (!reset && !list) {
            return new Outcome(
                    WRONG_USAGE,
                    japanese
                            ? "使い方: shisa user reset メールアドレス [--data フォルダー] または shisa user list [--data フォルダー]"
                            : "Usage: shisa user reset EMAIL [--data DIR], or shisa user list [--data DIR]");
        }
        Path socket = socket(Path.of(data));
        String request = (list ? "list" : "reset " + words.get(2)) + "\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(((japanese ? "ja " : "en ") + request).getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            byte[] answer = Channels.newInputStream(channel).readNBytes(ANSWER_BYTES_MAX);
            String text = new String(answer, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            if (end < 1 || !text.substring(0, end).matches("[0-9]{1,2}")) {
                throw new IOException("no answer");
            }
            return new Outcome(
                    Integer.parseInt(text.substring(0, end)),
                    text.substring(end + 1).stripTrailing());
        } catch (IOException e) {
            return new Outcome(CANNOT_REACH, unreachable(socket, japanese, e));
        }
    }

    /** Where the server of a data directory listens. */
    static Path socket(Path data) {
        return data.toAbsolutePath().normalize().resolve("run").resolve("admin.sock");
    }

    private static String unreachable(Path socket, boolean japanese, IOException e) {
        if (Files.exists(socket) && !Files.isWritable(socket)) {
            return japanese
                    ? socket + " を使う権限がありません。Shisa を動かしているユーザーで実行してください。"
                    : "You may not use " + socket + ". Run this as the user that runs Shisa.";
        }
        Path data = socket.resolve("../..").normalize();
        return japanese
                ? "データフォルダー " + data + " の Shisa は動いていません(" + e.getMessage()
                        + ")。先に shisa up で起動するか、--data で正しいフォルダーを指定してください。"
                : "No Shisa is running on the data folder " + data + " (" + e.getMessage()
                        + "). Start it first with shisa up, or give the right folder with --data.";
    }
}
