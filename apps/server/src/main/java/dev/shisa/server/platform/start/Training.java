package dev.shisa.server.platform.start;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A training run for the JVM's start-up cache: when the server is ready it asks itself for the pages that a first
 * visitor sees, and ends.
 */
@Component
class Training {

    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final Pattern FILES = Pattern.compile("(?:href|src)=\"(/(?:css|js|img|fonts)/[^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TlsConfig.TlsSource tls;
    private final boolean wanted;

    Training(TlsConfig.TlsSource tls, @Value("${shisa.training:false}") boolean wanted) {
        this.tls = tls;
        this.wanted = wanted;
    }

    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void visit(ApplicationReadyEvent event) {
        if (!wanted) {
            return;
        }
        WebServerApplicationContext context = (WebServerApplicationContext) event.getApplicationContext();
        int port = context.getWebServer() == null ? 0 : context.getWebServer().getPort();
        // Not on this thread: the context can only be closed once it has finished starting.
        Thread.ofPlatform().name("training").start(() -> {
            int code = 0;
            try {
                read("https://localhost:" + port);
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.error("the training run failed", e);
                code = 1;
            }
            int result = code;
            System.exit(SpringApplication.exit(event.getApplicationContext(), () -> result));
        });
    }

    private void read(String base) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(TlsTrust.in(tls.read())).build()) {
            String page = get(client, base + "/sign-in");
            Set<String> files = new LinkedHashSet<>();
            Matcher matcher = FILES.matcher(page);
            while (matcher.find()) {
                files.add(matcher.group(1));
            }
            for (String file : files) {
                get(client, base + file.replace("&amp;", "&"));
            }
            get(client, base + "/certificate");
            get(client, base + "/health/ready");
        }
    }

    private static String get(HttpClient client, String address) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answered " + answer.statusCode());
        }
        return answer.body();
    }
}
