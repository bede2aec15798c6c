package dev.shisa.server.atonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The database as tests see it: every statement can be counted, held before it is sent, or made to fail. {@link #COMMIT}
 * stands for the end of a transaction that would be kept.
 */
public final class Statements extends DelegatingDataSource {

    public static final String COMMIT = "COMMIT";

    /** Nothing that a test waits for takes so long. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<Trap> traps = new CopyOnWriteArrayList<>();

    @SuppressWarnings("ThreadLocalUsage") // there is one database
    private final ThreadLocal<@Nullable List<String>> noted = new ThreadLocal<>();

    public Statements(DataSource database) {
        super(database);
    }

    /** What happens once, before the first statement with these words, or after it. */
    private record Trap(String words, boolean after, AtomicBoolean isSet, Step step) {}

    private interface Step {
        void take() throws InterruptedException;
    }

    /** The statements that this thread sends while it does something. */
    public List<String> of(Runnable work) {
        List<String> before = noted.get();
        List<String> own = new ArrayList<>();
        noted.set(own);
        try {
            work.run();
        } finally {
            noted.set(before);
        }
        return own;
    }

    /** The next statement with these words fails with this, in whichever thread. */
    public void fail(String words, Throwable with) {
        traps.add(new Trap(words, false, new AtomicBoolean(true), () -> Statements.<RuntimeException>raise(with)));
    }

    /** The next statement with these words waits before it is sent, in whichever thread, until it is let go. */
    public Held hold(String words) {
        return hold(words, false);
    }

    /** The next statement with these words is done, and who sent it waits until it is let go before it learns of it. */
    public Held holdAnswer(String words) {
        return hold(words, true);
    }

    private Held hold(String words, boolean after) {
        Held held = new Held(words);
        traps.add(new Trap(words, after, new AtomicBoolean(true), held::stop));
        return held;
    }

    /** Sets no trap any more; a test that has failed leaves none to the next. */
    public void reset() {
        traps.clear();
    }

    /** A statement that waits. */
    public static final class Held implements AutoCloseable {

        private final String words;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        private Held(String words) {
            this.words = words;
        }

        private void stop() throws InterruptedException {
            reached.countDown();
            assertThat(letGo.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("nobody let go of " + words)
                    .isTrue();
        }

        /** Returns when somebody is there. */
        public void awaitReached() {
            try {
                assertThat(reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .as("nobody came to " + words)
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Lets it go on. */
        public void letGo() {
            letGo.countDown();
        }

        @Override
        public void close() {
            letGo();
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (method, args) -> {
            if (method.getName().equals("commit")) {
                before(COMMIT);
            }
            Object result = call(connection, method, args);
            String sql = args != null && args.length > 0 && args[0] instanceof String text ? text : "";
            return switch (result) {
                case CallableStatement other -> other;
                case PreparedStatement statement -> watched(PreparedStatement.class, statement, sql);
                case Statement statement -> watched(Statement.class, statement, sql);
                case null, default -> result;
            };
        });
    }

    private <S extends Statement> S watched(Class<S> type, S statement, String sql) {
        return proxy(type, (method, args) -> {
            if (!method.getName().startsWith("execute")) {
                return call(statement, method, args);
            }
            String sent = args != null && args.length > 0 && args[0] instanceof String text ? text : sql;
            before(sent);
            Object answer = call(statement, method, args);
            step(sent, true);
            return answer;
        });
    }

    private void before(String sql) throws InterruptedException {
        List<String> own = noted.get();
        if (own != null) {
            own.add(sql);
        }
        step(sql, false);
    }

    private void step(String sql, boolean after) throws InterruptedException {
        for (Trap trap : traps) {
            if (trap.after() == after
                    && sql.contains(trap.words())
                    && trap.isSet().getAndSet(false)) {
                trap.step().take();
            }
        }
    }

    private interface Answering {
        @Nullable
        Object answer(Method method, Object @Nullable [] args) throws Throwable;
    }

    /** A proxy is itself only: whoever keeps a connection asks whether it is the same one. */
    @SuppressWarnings("ReferenceEquality")
    private static <T> T proxy(Class<T> type, Answering answering) {
        InvocationHandler handler = (proxy, method, args) -> method.getName().equals("equals") && args.length == 1
                ? proxy == args[0]
                : answering.answer(method, args);
        return type.cast(Proxy.newProxyInstance(Statements.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable any) throws T {
        throw (T) any;
    }
}
