package dev.shisa.server.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.shisa.server.Browser;
import dev.shisa.server.Page;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Sessions;
import dev.shisa.server.platform.audit.Audit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Drives what handles secrets, also while the database fails in the middle of it, and searches the log for them. */
class SecretsInLogsTest extends ServerTest {

    private static final String PASSWORD = "yuki-no-asa-no-eki-5";

    @Autowired
    Audit audit;

    @Autowired
    TransactionTemplate transaction;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
    }

    @Test
    void noPasswordLinkTokenOrSessionIsWrittenDown() {
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, "wrong-" + PASSWORD));
        Browser owner = signedIn(Role.OWNER);
        secrets.add(owner.cookie(Sessions.COOKIE));

        String email = "kansa-hanako@midorihama.example";
        Page invited = owner.post(
                "/settings/people/new", "name", "監査 花子", "email", email, "language", "ja", "role", "auditor");
        String invitation = invited.find("(/invitation/[A-Za-z0-9_-]{43})");
        secrets.add(secretOf(invitation));
        signedOut().get(invitation);
        signedOut().get(invitation + "/");
        signedOut().get(invitation + "/more");
        signedOut().post(invitation, "password", "short");
        Browser auditor = signedOut();
        Page joined = auditor.post(invitation, "password", PASSWORD, "again", PASSWORD, "name", "監査 花子");
        assertThat(joined.status()).isEqualTo(302);
        secrets.add(auditor.cookie(Sessions.COOKIE));
        signedOut().get(invitation);

        String person = jdbc.sql("SELECT id FROM person WHERE email = :email")
                .param("email", email)
                .query(String.class)
                .single();
        String reset = owner.post("/settings/people/" + person + "/link").find("(/reset/[A-Za-z0-9_-]{43})");
        secrets.add(secretOf(reset));
        signedOut().get(reset);
        for (int i = 0; i < 6; i++) {
            signedOut().post("/sign-in", "email", email, "password", "wrong-" + PASSWORD);
        }
        String metrics = owner.post("/settings/monitoring/token").find("id=\"token\"[^>]*>([A-Za-z0-9_-]{43})<");
        secrets.add(metrics);
        signedOut().get("/metrics", "Authorization", "Bearer " + metrics);

        // Now the same while tables are gone: each of these becomes an error with its trace in the log.
        List<Page> failed = new ArrayList<>();
        whileGone("one_time_link", () -> {
            failed.add(signedOut().get(reset));
            failed.add(signedOut().post(reset, "password", PASSWORD, "again", PASSWORD));
            failed.add(signedOut().get("/set-up/" + secretOf(reset)));
        });
        whileGone(
                "sign_in_failure",
                () -> failed.add(signedOut().post("/sign-in", "email", "x@midorihama.example", "password", PASSWORD)));
        whileGone("metrics_token", () -> failed.add(owner.post("/settings/monitoring/token")));

        assertThat(failed).allSatisfy(page -> assertThat(page.status()).isEqualTo(500));
        String written = written();
        assertThat(written)
                .as("what went wrong is in the log")
                .contains("GET /reset/{secret} failed", "POST /sign-in failed");
        assertThat(secrets)
                .hasSizeGreaterThan(6)
                .allSatisfy(secret -> assertThat(written).doesNotContain(secret));
    }

    @Test
    void theNumberOnTheErrorPageIsTheOneInTheLog() {
        Browser owner = signedIn(Role.OWNER);
        List<Page> failed = new ArrayList<>();
        whileGone("metrics_token", () -> failed.add(owner.english().get("/settings/monitoring")));

        Page page = failed.getFirst();
        String id = page.header("X-Request-Id");
        assertThat(id).matches("[0-9a-f]{10}");
        assertThat(page.text()).contains("reference " + id);
        assertThat(log.list).anySatisfy(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("request GET /settings/monitoring failed");
            assertThat(event.getMDCPropertyMap()).containsEntry("request", id);
        });
        assertThat(owner.get("/no/such/page").text()).contains("Code not-found, reference ");
        assertThat(owner.get("/no/such/page", "Accept", "application/json").html())
                .contains("\"request\":\"");
        assertThat(owner.get("/", "X-Request-Id", "forged").header("X-Request-Id"))
                .matches("[0-9a-f]{10}");
    }

    private void whileGone(String table, Runnable work) {
        jdbc.sql("ALTER TABLE " + table + " RENAME TO gone").update();
        try {
            work.run();
        } finally {
            jdbc.sql("ALTER TABLE gone RENAME TO " + table).update();
        }
    }

    private static String secretOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String written() {
        return log.list.stream()
                .map(event -> event.getFormattedMessage() + " " + event.getMDCPropertyMap() + " "
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    /** An empty log helps nobody: who came in and what was taken in stand there, by number only. */
    @Test
    void whoSignsInAndWhatIsTakenInIsToldWithoutNames() {
        Person owner = person(Role.OWNER);
        audit.record(owner, "sign-in", owner.email(), Map.of("source", "203.0.113.9"));
        audit.record(owner, "sbom.import", "MC-200 camera.cdx.json", Map.of());
        audit.record(owner, "series.create", "MC-200", Map.of());
        transaction.executeWithoutResult(status -> {
            audit.record(owner, "feed.import", "kev", Map.of());
            status.setRollbackOnly();
        });
        List<String> lines = log.list.stream()
                .filter(line -> line.getLoggerName().startsWith("dev.shisa"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(lines).contains("sign-in by " + owner.id(), "sbom.import by " + owner.id());
        assertThat(String.join("\n", lines))
                .doesNotContain(owner.email(), owner.name(), "203.0.113.9", "MC-200", "series.create", "feed.import");
    }

    @Test
    void manySignInsKeepNothingElseFromBeingWritten() {
        Person owner = person(Role.OWNER);
        for (int i = 0; i < 500; i++) {
            audit.record(owner, "sign-in", owner.email(), Map.of());
        }
        audit.record(owner, "sbom.import", "MC-200 camera.cdx.json", Map.of());
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("sign-in by " + owner.id(), "sbom.import by " + owner.id())
                .filteredOn(line -> line.startsWith("sign-in by "))
                .hasSizeLessThan(500);
    }
}
