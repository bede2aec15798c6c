package dev.shisa.server.platform.backup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps libraries from writing between the lines of a command that has no log. */
final class Quiet {

    private Quiet() {}

    static void now() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.OFF);
        }
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
    }
}
