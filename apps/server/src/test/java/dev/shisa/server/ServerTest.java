package dev.shisa.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.shisa.server.advisory.FewKeyPairs;
import dev.shisa.server.atonce.AtOnce;
import dev.shisa.server.atonce.Statements;
import dev.shisa.server.platform.Ids;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.RateLimits;
import dev.shisa.server.platform.account.Role;
import dev.shisa.server.platform.account.Sessions;
import dev.shisa.server.platform.account.TestLimits;
import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.ledger.LedgerTestKeeper;
import dev.shisa.server.platform.logs.TestLog;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Messages;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole server on a real PostgreSQL, without a port: one context for all classes, an empty database for each class
 * and a clock that stands still until a test moves it.
 *
 * <pre>{@code
 * class SeriesPagesTest extends ServerTest {
 *     @Test
 *     void addsASeries() {
 *         Browser quality = signedIn(Role.QUALITY);
 *         Page answer = quality.post("/products/new", "name", "MC-200");
 *         assertThat(quality.follow(answer).text()).contains("MC-200");
 *     }
 * }
 * }</pre>
 */
@SpringBootTest(
        classes = Shisa.class,
        properties = {"logging.file.name=", "logging.threshold.console=ERROR", "shisa.jobs=false"})
@AutoConfigureMockMvc
@Import({ServerTest.Fixtures.class, LedgerTestKeeper.Maker.class, FewKeyPairs.Maker.class})
public abstract class ServerTest {

    /** The database of all of them; a connection of its own is somebody who does not come by Shisa. */
    protected static final TestDatabase DATABASE = TestDatabase.fresh();

    /** Of this JVM alone; others run beside it. */
    protected static final Path DATA = Path.of("target", "test-data", TestDatabase.fork());

    /** Threads of what goes on after its page was answered. */
    private static final Set<String> WORKS = Set.of(
            "ledger-check", "checkpoint", "backup", "probe", "feed-import", "notice-message", "webhook", "place-look");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Keys that earlier tests missed, each of which failed for it. */
    private static final Set<String> MISSED = new HashSet<>();

    /** Whose turn it is: the database is emptied when another class begins. */
    private static @Nullable Class<?> owner;

    @Autowired
    protected MockMvc mvc;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected TestClock clock;

    @Autowired
    protected Settings settings;

    @Autowired
    protected Ids ids;

    @Autowired
    private TransactionTemplate template;

    @Autowired
    private Sessions sessions;

    @Autowired
    private LedgerKeeper ledger;

    @Autowired
    private Messages messages;

    @Autowired
    private DataSource database;

    @Autowired
    private RateLimits limits;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry properties) {
        properties.add("shisa.database.url", DATABASE::jdbcUrl);
        properties.add("shisa.database.user", DATABASE::user);
        properties.add("shisa.database.password", DATABASE::password);
        properties.add("shisa.data", DATA::toString);
    }

    @BeforeEach
    void startFromNothing() {
        if (owner != getClass()) {
            owner = getClass();
            emptyDatabase();
        }
        clock.reset();
        statements().reset();
        TestLimits.reset(limits);
        TestLog.reset();
    }

    /** The database's statements, to be counted, held or made to fail. */
    protected final Statements statements() {
        return (Statements) database;
    }

    @AfterEach
    void noPageAskedForWordsThatAreNotThere() {
        Set<String> missing = new HashSet<>(messages.missing());
        missing.removeAll(MISSED);
        MISSED.addAll(missing);
        assertThat(missing).as("keys without a message").isEmpty();
    }

    /** Removes every row and the ledger; the organisation exists again afterwards, people do not. */
    protected final void emptyDatabase() {
        awaitWorks();
        ledger.close();
        LedgerTestKeeper.remove(DATA);
        DATABASE.emptyRows();
        settings.set(Settings.ORGANISATION_ID, ids.next().toString());
        settings.set(Settings.ORGANISATION_NAME, "みどり浜光機株式会社");
    }

    /** What a test began in the background has ended: it would meet the tables as they are emptied, or write afterwards. */
    private void awaitWorks() {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (WORKS.contains(thread.getName())) {
                    assertThat(thread.join(PATIENCE)).as(thread.getName()).isTrue();
                }
            }
            HikariPoolMXBean pool = pool();
            for (long end = System.nanoTime() + PATIENCE.toNanos(); pool.getActiveConnections() > 0; ) {
                assertThat(System.nanoTime()).as("connections in use").isLessThan(end);
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HikariPoolMXBean pool() {
        try {
            return database.unwrap(HikariDataSource.class).getHikariPoolMXBean();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two things at once, stepped by the test. */
    protected final AtOnce atOnce() {
        return new AtOnce(template);
    }

    /** How many of the database's sessions wait for what another one holds. */
    protected final int waitingForALock() {
        return jdbc.sql("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
                .query(Integer.class)
                .single();
    }

    /** Does something in one transaction. */
    protected final void inTransaction(Runnable work) {
        template.executeWithoutResult(status -> work.run());
    }

    /** A person who exists, with these roles and for all series; without a password. */
    protected final Person person(Role... roles) {
        return person(Set.of(), roles);
    }

    /** A person who is limited to some series. */
    protected final Person person(Set<UUID> series, Role... roles) {
        UUID id = ids.next();
        Set<Role> held = Set.of(roles);
        String names = held.stream().map(Role::id).sorted().collect(Collectors.joining("-"));
        Person person = new Person(id, names + "-" + id + "@midorihama.example", "田中 " + names, "ja", held, series);
        jdbc.sql("""
                        INSERT INTO person (id, email, name, language, password_hash, roles, series, created_at)
                        VALUES (:id, :email, :name, 'ja', 'none', :roles::text[], :series::uuid[], :at)""")
                .param("id", id)
                .param("email", person.email())
                .param("name", person.name())
                .param("roles", held.stream().map(Role::id).collect(Collectors.joining(",", "{", "}")))
                .param("series", series.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                .param("at", Timestamp.from(clock.instant()))
                .update();
        return person;
    }

    /** A browser in which a new person with these roles is signed in. */
    protected final Browser signedIn(Role... roles) {
        return signedIn(person(roles));
    }

    protected final Browser signedIn(Person person) {
        Browser browser = signedOut();
        browser.cookie(Sessions.COOKIE, sessions.open(person.id(), "test"));
        return browser;
    }

    /** A browser in which nobody is signed in. */
    protected final Browser signedOut() {
        return new Browser(mvc);
    }

    /** A program of somebody, with a token for these acts; for all series that the person sees unless some are named. */
    protected final Api api(Person person, Set<Act> acts, UUID... series) {
        List<String> form = new ArrayList<>(List.of("name", "ビルドサーバ", "days", "30"));
        acts.forEach(act -> form.addAll(List.of("act", act.id())));
        for (UUID id : series) {
            form.addAll(List.of("series", id.toString()));
        }
        Page made = signedIn(person).post("/account/tokens", form.toArray(String[]::new));
        return apiWith(made.find("(shisa_[A-Za-z0-9_-]{43})<"));
    }

    /** A program with whatever it takes for a token; empty: none. */
    protected final Api apiWith(String token) {
        return new Api(mvc, token);
    }

    /** How many rows a table has. */
    protected final int count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Integer.class).single();
    }

    /** The acts in the audit, oldest first. */
    protected final List<String> acts() {
        return jdbc.sql("SELECT act FROM audit ORDER BY id")
                .query((row, number) -> String.valueOf(row.getString("act")))
                .list();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Fixtures {

        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }

        /** Spring's answer for tests takes byte by byte what a server takes at once. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        Filter quickAnswers() {
            return (request, response, chain) -> chain.doFilter(
                    request, response instanceof MockHttpServletResponse answer ? new QuickAnswer(answer) : response);
        }

        @Bean
        static BeanPostProcessor watchedStatements() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource database && !(bean instanceof Statements)
                            ? new Statements(database)
                            : bean;
                }
            };
        }
    }

    private static final class QuickAnswer extends HttpServletResponseWrapper {

        QuickAnswer(MockHttpServletResponse answer) {
            super(answer);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            DelegatingServletOutputStream bytes = (DelegatingServletOutputStream) super.getOutputStream();
            return new DelegatingServletOutputStream(bytes) {
                @Override
                public void write(byte[] some, int from, int length) throws IOException {
                    if (length > 0) {
                        bytes.getTargetStream().write(some, from, length - 1);
                        // By the last one it sees how many there are.
                        bytes.write(some[from + length - 1]);
                    }
                }
            };
        }
    }
}
