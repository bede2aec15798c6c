package dev.shisa.server.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.door.RealServerTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A form with a file and as many facts as one piece of evidence may show: the web container counts every field. */
class ManyFieldsTest extends RealServerTest {

    /** Fifty facts with place, answer, words beside it and three more choices each. */
    private static final int FIELDS = 300;

    @Test
    void aFormWithManyFieldsIsRead() throws Exception {
        String session = session();
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(trustingOurOwn()).build()) {
            HttpResponse<String> page =
                    client.send(request("/account", session).GET().build(), HttpResponse.BodyHandlers.ofString());
            Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page.body());
            assertThat(token.find()).isTrue();
            String cookie = page.headers().allValues("Set-Cookie").stream()
                    .filter(set -> set.contains("csrf"))
                    .map(set -> set.split(";", 2)[0])
                    .findFirst()
                    .orElseThrow();
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < FIELDS; i++) {
                body.append("--x\r\nContent-Disposition: form-data; name=\"f")
                        .append(i)
                        .append(".value\"\r\n\r\nyes\r\n");
            }
            body.append("--x--\r\n");
            HttpResponse<String> answer = client.send(
                    request("/products/NONE/evidence/new?_csrf=" + token.group(1), session + "; " + cookie)
                            .header("Content-Type", "multipart/form-data; boundary=x")
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).doesNotContain("大きすぎます");
            assertThat(answer.statusCode()).as("there is no such product").isEqualTo(404);
        }
    }

    private HttpRequest.Builder request(String path, String session) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .header("Accept", "text/html")
                .header("Accept-Language", "ja")
                .header("Cookie", session);
    }
}
