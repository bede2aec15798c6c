package dev.shisa.server.platform.logs;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * What keeps the log itself from being written, a full disk for example, stands on the terminal: once, as one line. The framework prints it
 * each time, with where in the program it happened, which tells nobody anything.
 */
public final class LogTrouble implements SmartApplicationListener {

    private final Consumer<String> terminal;

    public LogTrouble() {
        this(System.err::println);
    }

    LogTrouble(Consumer<String> terminal) {
        this.terminal = terminal;
    }

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(type)
                || ApplicationPreparedEvent.class.isAssignableFrom(type);
    }

    @Override
    public int getOrder() {
        // After the one that sets the log up.
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof SpringApplicationEvent && LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            takeOver(log);
        }
    }

    void takeOver(LoggerContext log) {
        boolean ours = false;
        for (StatusListener listener : log.getStatusManager().getCopyOfStatusListenerList()) {
            if (listener instanceof Line) {
                ours = true;
            } else {
                log.getStatusManager().remove(listener);
            }
        }
        if (!ours) {
            log.getStatusManager().add(new Line(terminal));
        }
    }

    private static final class Line implements StatusListener {

        private final Consumer<String> terminal;
        private final AtomicBoolean told = new AtomicBoolean();

        Line(Consumer<String> terminal) {
            this.terminal = terminal;
        }

        @Override
        public void addStatusEvent(Status status) {
            if (status.getEffectiveLevel() >= Status.ERROR && told.compareAndSet(false, true)) {
                Throwable why = status.getThrowable();
                terminal.accept("log: " + status.getMessage() + (why == null ? "" : " (" + why.getMessage() + ")"));
            }
        }
    }
}
