package dev.shisa.cli;

import dev.shisa.vulnerability.feed.FeedFile;
import dev.shisa.vulnerability.feed.FeedKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings files of public sources onto this computer: over HTTPS, bounded in bytes and time, and only what is a file of its source. */
final class SourceFetch {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofMinutes(2);

    /** The largest file takes an hour by a slow line. */
    private static final Duration WHOLE = Duration.ofHours(2);

    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient http;

    /** @param proxy host and port; empty: none */
    SourceFetch(String proxy) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL);
        if (!proxy.isEmpty()) {
            int colon = proxy.lastIndexOf(':');
            if (colon < 1 || !proxy.substring(colon + 1).matches("[0-9]{1,5}")) {
                throw new Refusal(Cli.WRONG_USAGE, "usage.value", "--proxy", proxy);
            }
            builder.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(
                    proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)))));
        }
        this.http = builder.build();
    }

    /** What became of a file. */
    sealed interface Outcome {
        record Came() implements Outcome {}

        /**
         * Nothing came that is of use.
         *
         * @param status of HTTP; 0: there was no answer
         */
        record Failed(String why, int status) implements Outcome {}
    }

    Outcome bring(String address, FeedKind kind, Path to, long bytesMax) throws InterruptedException {
        try {
            HttpResponse<Path> answer = within(http.sendAsync(
                    request(address).GET().build(),
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofFile(
                                    to,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.TRUNCATE_EXISTING),
                            bytesMax)));
            if (answer.statusCode() != 200) {
                return new Outcome.Failed(
                        Words.t("sources.status", Integer.toString(answer.statusCode())), answer.statusCode());
            }
            try (InputStream in = Files.newInputStream(to)) {
                return FeedFile.kind(in).filter(kind::equals).isPresent()
                        ? new Outcome.Came()
                        : new Outcome.Failed(Words.t("sources.no-feed"), 200);
            }
        } catch (IOException e) {
            return new Outcome.Failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), 0);
        }
    }

    /** How large a file is, as its server says; -1: it does not say. */
    long size(String address) throws InterruptedException {
        try {
            HttpResponse<Void> answer =
                    within(http.sendAsync(request(address).HEAD().build(), HttpResponse.BodyHandlers.discarding()));
            return answer.statusCode() == 200
                    ? answer.headers().firstValueAsLong("Content-Length").orElse(-1)
                    : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static HttpRequest.Builder request(String address) {
        URI uri = URI.create(address);
        if (!"https".equals(uri.getScheme())
                && !("http".equals(uri.getScheme()) && THIS_COMPUTER.contains(String.valueOf(uri.getHost())))) {
            throw new Refusal(Cli.WRONG_USAGE, "sources.no-https", address);
        }
        return HttpRequest.newBuilder(uri).timeout(ANSWER);
    }

    private static <T> HttpResponse<T> within(CompletableFuture<HttpResponse<T>> asked)
            throws IOException, InterruptedException {
        try {
            return asked.get(WHOLE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IOException(Words.t("sources.slow"), e);
        }
    }
}
