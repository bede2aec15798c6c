package dev.shisa.server.platform.doctor;

import dev.shisa.server.platform.account.Person;
import java.util.List;
import java.util.Set;

/**
 * One thing about this installation that can be well or not. Any capability adds its own as a bean.
 *
 * <p>Words: {@code doctor.<id>} names what is checked; {@code doctor.<id>.ok}, {@code doctor.<id>.<code>} say what was
 * found (with the finding's arguments), and {@code doctor.<id>.<code>.fix} what to do about it.
 */
public interface Check {

    /** Short and stable, e.g. {@code disk}. */
    String id();

    /** Where it stands in the list; what stops the work comes first. */
    default int position() {
        return 100;
    }

    /** Looks. May take a second; what it throws is shown as "cannot tell". */
    Finding look();

    /** Whether what is wrong is in this person's inbox already, so that one thing does not stand there twice. */
    default boolean tellsItself(Person person) {
        return false;
    }

    /** The page on which this person mends what is wrong; empty if there is none. */
    default String mendedAt(Person person) {
        return "";
    }

    /** Whether Home shows it by lines of its own, and not by what was found. */
    default boolean hasLinesOfItsOwn() {
        return false;
    }

    /**
     * The codes of findings with which no request can be served in order, {@code unknown} among them where not to know is
     * as bad: {@code /health/ready} then answers 503. Empty for a check that it need not make.
     */
    default Set<String> stopsWorkOn() {
        return Set.of();
    }

    /** What was found. */
    sealed interface Finding {

        /** The message's code below {@code doctor.<id>.}. */
        String code();

        List<Object> args();

        /** In order; the arguments say by how much. */
        record Ok(List<Object> args) implements Finding {

            public Ok(Object... args) {
                this(List.of(args));
            }

            @Override
            public String code() {
                return "ok";
            }
        }

        /** Not in order; has a fix. */
        record Bad(String code, List<Object> args) implements Finding {

            public Bad(String code, Object... args) {
                this(code, List.of(args));
            }
        }

        /** It could not be found out. */
        record Unknown(String reason) implements Finding {

            @Override
            public String code() {
                return "unknown";
            }

            @Override
            public List<Object> args() {
                return List.of(reason);
            }
        }
    }
}
