package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.door.RealServerTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The limit of an upload at the door itself: a real connection, because the web container is what refuses it. */
class UploadLimitTest extends RealServerTest {

    @Test
    void twoHundredAndOneMegabytesAreRefusedWithASentenceAndNothingIsLeft() throws Exception {
        byte[] head = String.join(
                        "\r\n",
                        "--x",
                        "Content-Disposition: form-data; name=\"file\"; filename=\"big.bin\"",
                        "Content-Type: application/octet-stream",
                        "",
                        "")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII);
        long size = 201L * 1024 * 1024;
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + port + "/products/MC-200/evidence/new"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Accept", "text/html")
                .header("Accept-Language", "ja")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head),
                        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(size)), size),
                        BodyPublishers.ofByteArray(tail)))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trustingOurOwn())
                .build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("ファイルが大きすぎます。1回に送れるのは 200 MB までです。");
            assertThat(answer.statusCode()).isEqualTo(413);
        }
        try (Stream<Path> left = Files.walk(DATA)) {
            assertThat(left.filter(f -> isLarge(f))).isEmpty();
        }
    }

    private static boolean isLarge(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 10_000_000;
        } catch (IOException e) {
            return false;
        }
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] to, int from, int count) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(count, left);
            left -= given;
            return given;
        }
    }
}
