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

    @Option(names = "--server", paramLabel = "URL", defaultValue = "${env:SHISA_SERVER:-https://localhost:8443}")
    private String server = "";

    @Option(names = "--token-file", paramLabel = "FILE", defaultValue = "${env:SHISA_TOKEN_FILE}")
    private Path tokenFile = Path.of("");

    @Option(names = "--ca", paramLabel = "FILE", defaultValue = "${env:SHISA_CA}")
    private Path ca = Path.of("");

    @Option(names = "--json")
    private boolean json;

    boolean json() {
        return json;
    }

    /** The server, ready to be asked. */
    ServerClient client() {
        if (tokenFile == null || tokenFile.toString().isEmpty()) {
            throw new Refusal(Cli.WRONG_USAGE, "server.no-token-file");
        }
        return new ServerClient(address(), token(), ca == null || ca.toString().isEmpty() ? null : ca);
    }

    private URI address() {
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
        throw new Refusal(Cli.WRONG_USAGE, "server.no-address", server);
    }

    private String token() {
        try {
            if (Files.size(tokenFile) > TOKEN_BYTES_MAX) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-token", tokenFile);
            }
            String token = Files.readString(tokenFile).strip();
            if (!token.matches("shisa_[A-Za-z0-9_-]{43}")) {
                throw new Refusal(Cli.WRONG_USAGE, "server.no-token", tokenFile);
            }
            return token;
        } catch (IOException e) {
            throw new Refusal(Cli.WRONG_USAGE, "server.unreadable", tokenFile);
        }
    }
}
