package dev.shisa.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which server, and with which token: the options that every command on a server has. */
final class ServerOptions {

    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final long TOKEN_BYTES_MAX = 1_000;

    @Option(
            names = "--server",
            paramLabel = "URL",
            defaultValue = "${env:SHISA_SERVER:-https://localhost:8443}",
            descriptionKey = "option.server")
    private String server = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:SHISA_TOKEN_FILE}",
            descriptionKey = "option.token-file")
    private Path tokenFile = Path.of("");

    @Option(names = "--ca", paramLabel = "FILE", defaultValue = "${env:SHISA_CA}", descriptionKey = "option.ca")
    private Path ca = Path.of("");

    @Option(names = "--json", descriptionKey = "option.json")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The server, ready to be asked. */
    ServerClient client(ServerWords words) {
        if (tokenFile == null || tokenFile.toString().isEmpty()) {
            throw words.refused(Cli.WRONG_USAGE, "no-token-file");
        }
        return new ServerClient(
                address(words), token(words), ca == null || ca.toString().isEmpty() ? null : ca, words);
    }

    private URI address(ServerWords words) {
        try {
            URI uri = new URI(server);
            boolean guarded = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && THIS_COMPUTER.contains(String.valueOf(uri.getHost())));
            if (guarded && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), "", null, null);
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw words.refused(Cli.WRONG_USAGE, "no-address", server);
    }

    private String token(ServerWords words) {
        try {
            if (Files.size(tokenFile) > TOKEN_BYTES_MAX) {
                throw words.refused(Cli.WRONG_USAGE, "no-token", tokenFile);
            }
            String token = Files.readString(tokenFile).strip();
            if (!token.matches("shisa_[A-Za-z0-9_-]{43}")) {
                throw words.refused(Cli.WRONG_USAGE, "no-token", tokenFile);
            }
            return token;
        } catch (IOException e) {
            throw words.refused(Cli.WRONG_USAGE, "token-unreadable", tokenFile);
        }
    }
}
